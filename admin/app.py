"""The web application, put together. ``create`` is the factory of the web processes; tests hand in their container."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from admin import answer, health, log, pages, rooms, simulator, telephone
from admin.accountability import eligibility
from admin.addresses import with_addresses
from admin.body_limit import BodyLimit
from admin.bulletins.reply import Replies
from admin.draft import keeping as drafts
from admin.language import preferred, say
from admin.look import look_of
from admin.messenger import dialogue_secret
from admin.middleware import Envelope
from admin.security.body import LARGEST_FIELD, MOST_FIELDS, MOST_FILES
from admin.security.permission import PUBLIC
from admin.settings import Mode, Settings
from admin.wiring import Container, build
from channels import registry
from channels.base import Surroundings
from channels.dialogue import receiver as dialogue

API_DESCRIPTION = "统一受理：登记诉求，凭编号和查询码查询进度。All errors are problem documents (RFC 9457)."


def create(container: Container | None = None, *, around: Surroundings | None = None) -> FastAPI:
    """All routes, errors and middlewares around one container; ``around`` lends the channels something else."""
    container = container or _from_settings()
    app = FastAPI(
        title="Minyi 民意",
        description=API_DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        form_limits={"max_fields": MOST_FIELDS, "max_files": MOST_FILES, "max_part_size": LARGEST_FIELD},
    )
    app.state.container = container
    app.state.barred = eligibility.by_year(container.engine)
    app.state.drafts = drafts
    app.state.demo = container.settings.mode is Mode.DEMO
    app.state.secure_cookies = container.settings.public_url.startswith("https://")
    answer.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Envelope, https=app.state.secure_cookies)
    for channel in filter(lambda each: each.served, registry.CHANNELS):
        app.include_router(registry.router(channel, around or surroundings(container)), dependencies=[PUBLIC])
    actions = dialogue.router(container.dialogue.means, secret=dialogue_secret(container.settings))
    app.include_router(actions, dependencies=[PUBLIC])
    for router in rooms.routers(container):
        app.include_router(router)
    if app.state.demo:
        for router in simulator.routers(container):
            app.include_router(router)
    app.include_router(health.router(container), dependencies=[PUBLIC])
    app.mount("/static", GZipMiddleware(StaticFiles(directory=pages.STATIC), minimum_size=1000), name="static")
    return app


def surroundings(container: Container) -> Surroundings:
    """What the channels are lent."""
    city = container.city
    return Surroundings(
        core=container.core,
        render=pages.render,
        districts=lambda: city.register.districts,
        streets=lambda: city.register.streets,
        unit_name=city.unit_name,
        legacy_sources=lambda: {code: each.channel for code, each in city.register.legacy_sources.items()},
        legacy_addresses=city.legacy_addresses,
        topics=city.leaf_names,
        topic_path=city.topic_path,
        place_name=city.place_name,
        parent_unit=city.parent_unit,
        public_url=container.settings.public_url.rstrip("/"),
        say=say,
        language=lambda request: look_of(request).lang,
        spoken=lambda request: preferred(request.headers.get("accept-language")),
        accounts={"wechat": container.wechat},
        dialogue=container.dialogue,
        secure_cookies=container.settings.public_url.startswith("https://"),
        intake_rate=container.settings.intake_rate,
        account=container.account,
        hotline=container.hotline,
        provider=telephone.provider(container.settings),
        note_delivery=container.sending.note,
        noted=Replies(container.core).take,
        heard=container.same.heard,
    )


def _from_settings() -> Container:
    settings = with_addresses(Settings())
    log.configure(settings.log_level)
    return build(settings)
