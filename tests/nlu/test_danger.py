"""How urgent, and what may be secret."""

import pytest

from nlu.danger import words_of_danger
from nlu.secrecy import may_be_report
from nlu.urgency import judge
from tracking.domain.vocabulary import Kind, Urgency

NOW = (
    "楼道里一股煤气味，快来人！",
    "刚才电线被风刮断掉在马路上了",
    "电梯困人了，有孕妇，快来救人",
    "三楼着火了赶紧来",
    "有人落水了救命",
)
NOT_NOW = (
    "万一着火消防车进不来",
    "燃气灶打不着火",
    "上个月三楼着火烧坏了电线，能赔吗",
    "请问燃气泄漏报警器怎么安装",
    "公交车挤得喘不上气",
)


@pytest.mark.parametrize("text", NOW)
def test_danger_at_this_moment_is_critical(text: str) -> None:
    assert words_of_danger(text)
    assert judge(text, Kind.HELP, {})[0] is Urgency.CRITICAL


@pytest.mark.parametrize("text", NOT_NOW)
def test_danger_that_is_supposed_past_or_a_manner_of_speaking_is_not(text: str) -> None:
    assert words_of_danger(text) == ()


def test_who_asks_or_praises_is_in_no_danger() -> None:
    assert judge("刚才三楼着火了，消防员五分钟就到，感谢", Kind.PRAISE, {}) == (Urgency.NORMAL, ())


def test_the_worse_is_assumed_before_it_is_likelier() -> None:
    assert judge("停暖两天了", Kind.HELP, {Urgency.CRITICAL: 0.26, Urgency.NORMAL: 0.7})[0] is Urgency.CRITICAL
    assert judge("停水", Kind.HELP, {Urgency.URGENT: 0.31, Urgency.NORMAL: 0.69})[0] is Urgency.URGENT
    assert judge("路灯不亮", Kind.HELP, {Urgency.URGENT: 0.1, Urgency.NORMAL: 0.9})[0] is Urgency.NORMAL


def test_a_text_that_asks_for_secrecy_may_be_a_report_whatever_the_figures_say() -> None:
    assert may_be_report("请替我保密", 0.0)
    assert may_be_report("饭店卖过期肉", 0.15)
    assert not may_be_report("路灯不亮", 0.01)
