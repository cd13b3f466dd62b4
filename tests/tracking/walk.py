"""Any way a petition can go: what is possible now, and one of it at random."""

from random import Random

from tests.tracking import act
from tests.tracking.story import Story
from tracking.domain.case import Case
from tracking.domain.error import DomainError
from tracking.domain.stage import allowed_on_assignment, allowed_on_petition
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature

ENDINGS = {Verb.ANSWER, Verb.DECLINE, Verb.DIVERT, Verb.WITHDRAW, Verb.TERMINATE, Verb.ARCHIVE}


def possible(case: Case) -> list[tuple[Verb, int]]:
    """(verb, assignment or 0) that the tables allow now."""
    on_petition = set(allowed_on_petition(case.petition.stage)) & set(act.ACTS)
    pairs = [(verb, 0) for verb in on_petition - act.ON_ONE_PART]
    for each in case.assignments:
        free = act.ON_ONE_PART & (on_petition if each.nature is Nature.LEAD else set(Verb))
        pairs += [(verb, each.index) for verb in allowed_on_assignment(each.stage) if verb in free]
    return sorted(pairs)


def step(rng: Random, story: Story, *, may_end: bool) -> bool:
    """Do something possible after a while; False when it was refused."""
    pairs = [pair for pair in possible(story.case) if may_end or pair[0] not in ENDINGS]
    if not pairs:
        return False
    verb, index = rng.choice(pairs)
    try:
        story.later(minutes=rng.randint(1, 600)).do(verb, index=index)
    except DomainError:
        return False
    return True
