"""What the import of an older system's matters may refer to in this city."""

from admin.wiring import Container
from channels.imports.job import Job
from channels.imports.port import Known
from channels.imports.receiver import KnownOf


def known_of(container: Container) -> KnownOf:
    """The city as one job sees it."""

    def known(job: Job) -> Known:
        register, channels = container.city.register, container.city.codes("channels")
        units = register.units.values()
        return Known(
            units={name: unit.code for unit in units for name in (unit.code, unit.name, unit.short_name)},
            districts={name: code for code, full in register.districts.items() for name in (code, full)},
            topics=container.city.leaf_names(),
            channels={name: each.code for each in channels for name in (each.code, each.name)},
            letters={each.code: each.note for each in channels},
            sources={source.code: source.channel for source in register.legacy_sources.values()},
            with_open=job.with_open,
            now=container.core.now(),
        )

    return known
