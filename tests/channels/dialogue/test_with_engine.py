"""Dialogues with the real engine, over HTTP both ways. The last test kills it."""

from __future__ import annotations

import csv
import re
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import redis

from admin.dialogue import setup
from admin.embedded.redis import client_url
from admin.wiring import Container
from channels.dialogue.engine import SECRET_HEADER, Engine
from channels.dialogue.mark import marked_text
from channels.dialogue.press import Press
from channels.dialogue.utterance import Spot, Utterance
from tests.channels.citizen import TO_CALLBACK, happens
from tests.channels.dialogue.citizen import Chatter, petitions
from tests.channels.dialogue.stage import Stage, reason_to_skip

pytestmark = [pytest.mark.engine, pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip() or "-")]
DATA = Path(__file__).parents[2] / "data"
SENTENCES = ["dialogue_sentences.tsv", "dialogue_sentences_fresh.tsv"]
SWALLOWING = {"ask_progress", "urge", "rate", "add_facts", "withdraw", "handover", "cancel", "greet", "thank", "help"}
MATTER = "和平区太原街的路灯坏了三天没人修"
KEY = re.compile(r"编号：(\S+)\n查询码：(\w{4}) (\w{4})")


def _engine(played: Container) -> Engine:
    assert played.dialogue.engine is not None
    return played.dialogue.engine


def _filed(chatter: Chatter, matter: str = MATTER) -> tuple[str, str]:
    """Tell a matter in the shortest way; number and code."""
    chatter.says(matter)
    chatter.presses(Press.SKIP)
    return _key(chatter.presses(Press.YES))


def _key(answer: str) -> tuple[str, str]:
    found = KEY.search(answer)
    assert found, answer
    return found[1], found[2] + found[3]


# What is understood


def _held_apart(name: str) -> list[dict[str, str]]:
    with (DATA / name).open() as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", SENTENCES)
def test_no_complaint_is_taken_for_a_command(played: Container, name: str) -> None:
    traps = [row["text"] for row in _held_apart(name) if row["trap"] == "yes"]
    taken = [each["name"] for each in _engine(played).parse(traps)]
    assert [text for text, name in zip(traps, taken, strict=True) if name in SWALLOWING] == []
    assert Counter(taken)["tell"] >= 0.8 * len(traps)


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences_held_apart_are_understood_or_asked_about(played: Container, name: str) -> None:
    rows = [row for row in _held_apart(name) if row["trap"] == "no"]
    taken = [each["name"] for each in _engine(played).parse([row["text"] for row in rows])]
    outcome = Counter(
        "right" if row["intent"] == name else "asked" if name == "unsure" else "wrong"
        for row, name in zip(rows, taken, strict=True)
    )
    assert outcome["right"] >= 0.9 * len(rows)
    assert outcome["wrong"] <= 0.02 * len(rows)


# Telling a matter


def test_only_what_is_missing_is_asked(played: Container) -> None:
    chatter = Chatter(played)
    assert "在哪里" in chatter.says("楼下的路灯坏了三天没人修")
    assert "电话" in chatter.says("和平区太原街12号楼")
    assert "给谁看" in chatter.says("13812345678")
    summary = chatter.presses(Press.CONFIDENTIAL)
    assert "和平区太原街12号楼" in summary
    assert "138****78" in summary
    number, code = _key(chatter.says("对的"))
    assert petitions(played) == ["楼下的路灯坏了三天没人修"]
    standing = played.dialogue.means.lookup.open(number, code, address="test").standing
    assert standing.identity == "confidential"


def test_who_wants_to_stay_unknown_after_all_leaves_no_number(played: Container) -> None:
    chatter = Chatter(played)
    chatter.says(f"{MATTER}，我电话13812345678")
    assert "按匿名登记" in chatter.says("还是匿名吧")


def test_a_place_and_a_number_in_the_words_are_not_asked_again(played: Container) -> None:
    chatter = Chatter(played)
    assert "给谁看" in chatter.says(f"{MATTER}，我电话13812345678")
    assert "就这样登记吗" in chatter.says("实名公开")


def test_who_leaves_no_number_is_anonymous_and_is_not_asked_who_may_see_it(played: Container) -> None:
    chatter = Chatter(played)
    chatter.says(MATTER)
    assert "按匿名登记" in chatter.says("不留电话")
    number, _ = _key(chatter.says("登记吧"))
    assert played.dialogue.means.lookup.read(number).standing.identity == "anonymous"


def test_a_wish_to_tell_is_asked_what_it_is(played: Container) -> None:
    chatter = Chatter(played)
    assert "是什么事" in chatter.presses(Press.FILE)
    assert "电话" in chatter.says(MATTER)


def test_what_is_wrong_can_be_changed(played: Container) -> None:
    chatter = Chatter(played)
    chatter.says(MATTER)
    chatter.presses(Press.SKIP)
    assert "哪里要改" in chatter.presses(Press.NO)
    assert "是什么事" in chatter.presses(Press.MATTER)
    assert "井盖" in chatter.says("和平区太原街的井盖丢了")
    chatter.says("是的")
    assert petitions(played) == ["和平区太原街的井盖丢了"]


def test_words_beside_the_question_are_added_and_not_lost(played: Container) -> None:
    chatter = Chatter(played)
    chatter.says(MATTER)
    assert "已加上" in chatter.says("而且昨天晚上还有一个老人因为看不见摔倒了，胳膊都摔断了")
    chatter.presses(Press.SKIP)
    chatter.presses(Press.YES)
    assert "老人" in petitions(played)[0]


def test_a_wrong_number_is_told_and_may_be_left_out(played: Container) -> None:
    chatter = Chatter(played)
    chatter.says(MATTER)
    assert "不像有效" in chatter.says("1381234")
    assert "就这样登记吗" in chatter.presses(Press.SKIP)


def test_a_place_on_the_map_and_a_voice_make_a_petition(played: Container) -> None:
    chatter = Chatter(played)
    chatter.sends(Utterance(voices=["v"]))
    assert "位置收到了" in chatter.sends(Utterance(spot=Spot(longitude=123.4, latitude=41.8)))
    chatter.presses(Press.SKIP)
    _key(chatter.presses(Press.YES))


def test_danger_to_life_is_answered_with_the_numbers_to_call(played: Container) -> None:
    assert "110、119或120" in Chatter(played).says("快来人，和平区太原街楼里着火了，还有人困在里面")


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_it_can_be_cancelled_at_any_moment(played: Container, after: int) -> None:
    chatter = Chatter(played)
    for said in ("楼下的路灯坏了三天没人修", "和平区太原街", "13812345678", "实名公开")[: after + 1]:
        chatter.says(said)
    assert "已取消" in chatter.says("取消")
    assert "电话" in chatter.says(MATTER)
    chatter.says("算了不登记了")
    assert petitions(played) == []


def test_small_talk_in_between_leads_back_to_the_question(played: Container) -> None:
    chatter = Chatter(played)
    chatter.says("楼下的路灯坏了三天没人修")
    for said, answer in (("谢谢", "不客气"), ("你们能办什么", "随时说"), ("你好", "请先回答"), ("对的", "请先回答")):
        told = chatter.says(said)
        assert answer in told
        assert "在哪里" in told


def test_asking_for_another_petition_in_between_leads_back(played: Container) -> None:
    number, code = _filed(Chatter(played, peer="before"))
    chatter = Chatter(played)
    chatter.says("楼下的路灯坏了三天没人修")
    assert "编号和查询码" in chatter.says("查进度")
    told = chatter.says(f"{number} {code}")
    assert f"{number}\n现在：已登记" in told
    assert "接着刚才的登记" in told
    assert "在哪里" in told
    assert "电话" in chatter.says("和平区太原街")


# Words of commands in complaints


@pytest.mark.parametrize(
    "matter", ["公交线路取消了老人没车坐", "人工湖的水又黑又臭", "学校逼家长撤回投诉", "对食堂不满意"]
)
def test_a_complaint_with_a_command_in_it_is_taken_down(played: Container, matter: str) -> None:
    chatter = Chatter(played)
    chatter.says(matter)
    draft = chatter.conversation().notes.draft
    assert draft is not None
    assert draft.matter == matter


@pytest.mark.parametrize("place", ["人工湖公园东门", "催熟街那个胡同", "取水口旁边"])
def test_a_place_with_a_command_in_it_is_a_place(played: Container, place: str) -> None:
    chatter = Chatter(played)
    chatter.says("路灯坏了三天没人修")
    chatter.says(place)
    draft = chatter.conversation().notes.draft
    assert draft is not None
    assert draft.place == place


def test_a_long_wish_is_asked_about_and_lost_in_no_case(played: Container) -> None:
    chatter = Chatter(played)
    said = "我上周反映的那个路灯的事到现在办得怎么样了"
    assert "新的诉求，还是" in chatter.says(said)
    assert Press.PROGRESS in chatter.offered
    chatter.presses(Press.FILE)
    draft = chatter.conversation().notes.draft
    assert draft is not None
    assert draft.matter == said


@pytest.mark.parametrize("said", ["/action_file", "/session_start", '/press{"choice": "named"}', "/tell"])
def test_nobody_types_a_command_of_the_engine(played: Container, said: str) -> None:
    chatter = Chatter(played)
    chatter.says("楼下的路灯坏了三天没人修")
    chatter.says(said)
    draft = chatter.conversation().notes.draft
    assert draft is not None
    assert petitions(played) == []


# A petition that stands


def test_progress_needs_number_and_code_or_the_chat_it_was_filed_in(played: Container) -> None:
    owner, stranger = Chatter(played), Chatter(played, peer="stranger")
    number, code = _filed(owner)
    assert f"{number}\n现在：已登记" in owner.says("查进度")
    assert "编号和查询码" in stranger.says("查进度")
    assert "查询码" in stranger.says(number)
    assert "对不上" in stranger.says("AAAA2222")
    assert "查询码" in stranger.says(f"{number}")
    assert f"{number}\n现在：已登记" in stranger.says(f"{code[:4]} {code[4:]}")


def test_urging_is_counted(played: Container) -> None:
    chatter = Chatter(played)
    number, _ = _filed(chatter)
    assert "第1次" in chatter.says("催一下")
    assert "第2次" in chatter.presses(Press.URGE)
    assert played.dialogue.means.lookup.read(number).standing.urges == 2


def test_facts_are_added(played: Container) -> None:
    chatter = Chatter(played)
    number, _ = _filed(chatter)
    assert "补充" in chatter.says("我要补充")
    assert number in chatter.says("灯杆上的编号是7号，晚上七点以后全黑")
    words = [step.words for step in played.dialogue.means.lookup.read(number).steps]
    assert "灯杆上的编号是7号，晚上七点以后全黑" in words


def test_a_rating_takes_buttons_or_words(played: Container) -> None:
    chatter = Chatter(played)
    number, _ = _filed(chatter)
    assert "不能这样做" in chatter.says("我要评价")
    happens(played, number, *TO_CALLBACK)
    assert "解决了吗" in chatter.says("我要评价")
    assert "解决了吗" in chatter.says("来过两回人")
    assert "满意吗" in chatter.says("还没有解决")
    assert "评价已记录" in chatter.says("不太满意")
    assert played.dialogue.means.lookup.read(number).standing.satisfaction == "dissatisfied"
    with played.core.change(number) as case:
        assert case.lead.callback_outcome == "unsolved"


def test_withdrawing_asks_whether_it_is_meant(played: Container) -> None:
    chatter = Chatter(played)
    number, _ = _filed(chatter)
    assert "不能恢复" in chatter.says("我要撤回")
    assert "没有撤回" in chatter.presses(Press.NO)
    chatter.says("把单子撤了吧")
    assert "已撤回" in chatter.presses(Press.YES)
    assert played.dialogue.means.lookup.read(number).standing.stage == "withdrawn"


def test_cancelling_a_question_about_a_petition_ends_it(played: Container) -> None:
    chatter = Chatter(played)
    chatter.says("催一下")
    assert chatter.says("算了") == "好的。"
    assert "电话" in chatter.says(MATTER)


# A person


def test_a_person_takes_over_until_the_citizen_or_they_end_it(played: Container) -> None:
    chatter = Chatter(played)
    assert "排队" in chatter.says("转人工")
    assert chatter.says("楼下的路灯坏了") == ""
    assert "已结束" in chatter.presses(Press.LEAVE)
    assert "电话" in chatter.says(MATTER)


# What the engine remembers


def test_the_engine_never_hears_a_number_and_forgets_what_is_over(played: Container, stage: Stage) -> None:
    chatter = Chatter(played)
    chatter.says("楼下的路灯坏了三天没人修，我电话13812345678")
    heard = stage.tracker.heard(chatter.identity)
    assert "楼下的路灯" in heard
    assert "13812345678" not in heard
    chatter.says("和平区太原街")
    chatter.presses(Press.NAMED)
    number, code = _key(chatter.presses(Press.YES))
    chatter.says(f"帮我查一下{number} {code}")
    assert stage.tracker.heard(chatter.identity) == ""


def test_nothing_a_citizen_said_stands_in_the_engines_log(played: Container, stage: Stage) -> None:
    chatter = Chatter(played)
    chatter.says("楼下的路灯坏了三天没人修，我姓诸葛")
    chatter.says("取消")
    assert "诸葛" not in stage.log()


# Who may call whom


def test_nobody_speaks_to_the_engine_without_the_secret(played: Container, stage: Stage) -> None:
    address = f"http://127.0.0.1:{stage.settings.dialogue_port}/webhooks"
    body = {"sender": "x", "message": "你好", "turn": 1}
    for headers in ({}, {SECRET_HEADER: "0" * 64}):
        answer = httpx.post(f"{address}/minyi/say", json=body, headers=headers, trust_env=False)
        assert answer.status_code == 403
    rest = httpx.post(f"{address}/rest/webhook", json={"sender": "x", "message": "hi"}, trust_env=False)
    assert rest.status_code == 404


def test_the_engine_listens_on_this_machine_alone(stage: Stage) -> None:
    import psutil

    listening = [
        each.laddr.ip for each in psutil.Process(stage.process.pid).net_connections() if each.status == "LISTEN"
    ]
    assert set(listening) == {"127.0.0.1"}


# When something is away


def test_without_the_trackers_database_the_message_is_registered(played: Container, stage: Stage) -> None:
    chatter = Chatter(played)
    chatter.says("楼下的路灯坏了三天没人修")
    with stage.tracker.away():
        answer = chatter.says("在和平区太原街，晚上老人不敢出门")
        assert "暂时不能用" in answer
        _key(answer)
    assert petitions(played) == ["楼下的路灯坏了三天没人修\n在和平区太原街，晚上老人不敢出门"]
    assert "有事请讲" in Chatter(played, peer="later").says("你好")


def test_a_slow_engine_is_answered_for_and_cannot_act_afterwards(played: Container, stage: Stage) -> None:
    played.dialogue.engine = Engine(_engine(played).url, _engine(played).secret, patience=1.0)
    chatter = Chatter(played)
    chatter.says(MATTER)
    chatter.presses(Press.SKIP)
    with stage.frozen():
        _key(chatter.presses(Press.YES))
        assert "暂时不能用" in chatter.says("还有一件事，井盖也丢了")
    played.dialogue.engine = Engine(_engine(played).url, _engine(played).secret)
    assert "有事请讲" in Chatter(played, peer="later").says("你好")
    assert petitions(played) == [MATTER, "还有一件事，井盖也丢了"]


def test_messages_of_one_citizen_are_answered_in_order(played: Container) -> None:
    chatters = [Chatter(played, peer=f"peer {number}") for number in range(3)]
    with ThreadPoolExecutor(3) as threads:
        keys = list(threads.map(_filed, chatters))
    assert len({number for number, _ in keys}) == 3
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(chatters[0].says, ["催一下"] * 4))
    assert played.dialogue.means.lookup.read(keys[0][0]).standing.urges == 4


@pytest.mark.parametrize(("mode", "is_whole"), [("locked", True), ("free", False)])
def test_two_servers_hold_a_conversation_one_after_the_other(stage: Stage, mode: str, is_whole: bool) -> None:
    """The control without the lock must lose something."""
    command = [str(setup.PYTHON), "-m", "tests.lock_contest", client_url(stage.broker_url), mode, "30", mode]
    servers = [subprocess.Popen(command, cwd=setup.PROJECT, env=setup.environment(stage.scratch)) for _ in range(2)]
    assert [server.wait(timeout=120) for server in servers] == [0, 0]
    with redis.from_url(client_url(stage.broker_url)) as client:
        assert (int(client.get(mode) or 0) == 2 * 3 * 30) is is_whole
        assert client.keys("minyi:dialogue:*") == []


def test_killed_in_mid_dialogue_it_loses_nothing(played: Container, stage: Stage) -> None:
    chatter = Chatter(played)
    chatter.says("楼下的路灯坏了三天没人修")
    stage.stop()
    answer = chatter.says("和平区太原街12号楼前面")
    _key(answer)
    assert petitions(played) == ["楼下的路灯坏了三天没人修\n和平区太原街12号楼前面"]
    assert marked_text(answer).number == chatter.conversation().number
