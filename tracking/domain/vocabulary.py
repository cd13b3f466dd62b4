"""The closed word lists of the procedure (official terms: docs/glossary.md)."""

from enum import StrEnum


class Kind(StrEnum):
    """诉求类型."""

    INQUIRY = "inquiry"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class Urgency(StrEnum):
    """紧急程度."""

    CRITICAL = "critical"
    URGENT = "urgent"
    NORMAL = "normal"


class Identity(StrEnum):
    """Under which name the citizen comes: 实名公开 · 实名保密 · 匿名."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Nature(StrEnum):
    """主办 · 协办."""

    LEAD = "lead"
    ASSIST = "assist"


class Outcome(StrEnum):
    """办理结果, as the unit codes it and as the citizen confirms or denies it."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    UNSOLVED = "unsolved"
    EXPLAINED = "explained"


class Satisfaction(StrEnum):
    """满意度, five degrees."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Verification(StrEnum):
    """What the citizen says of the reported handling."""

    TRUE = "true"
    FALSE = "false"
    CANNOT_JUDGE = "cannot_judge"


class Decision(StrEnum):
    """What was decided on a request (return, extension, suspension)."""

    UPHELD = "upheld"
    REJECTED = "rejected"


class DataRight(StrEnum):
    """What the petitioner asks for the own data: 更正 · 删除 · 不再公开."""

    CORRECT = "correct"
    ERASE = "erase"
    UNPUBLISH = "unpublish"


class Card(StrEnum):
    """黄牌 · 红牌."""

    YELLOW = "yellow"
    RED = "red"


class Withdrawal(StrEnum):
    """Why an assignment was taken from its unit."""

    REROUTED = "rerouted"
    CITIZEN_WITHDREW = "citizen_withdrew"
    TERMINATED = "terminated"
    MERGED = "merged"


class ReworkCause(StrEnum):
    """Why a matter is handled again; only the first two are the unit's fault."""

    NOT_DONE = "not_done"
    NOT_TRUE = "not_true"
    NEW_FACTS = "new_facts"
