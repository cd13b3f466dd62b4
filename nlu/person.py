"""Finds the names of persons where Chinese writes them: before a title, or after a word that announces a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.segment import is_ordinary_word

_DOUBLE = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木|长孙"
_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章"
    "鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕季裴霍涂苗谷盛曲翁冉骆蓝游辛靳管柴蒙鲍华喻祁蒲房滕屈饶牟"
    "艾尤阳穆农卓古吉缪简芦麦褚娄窦戚岑景党宫费卜冷晏席卫柏宗瞿桂佟臧闵苟邬边卞姬仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩明麻苑迟邝"
)
_TITLES = (
    "先生|女士|小姐|太太|老师|师傅|大爷|大妈|大娘|大叔|大婶|大姐|大哥|阿姨|叔叔|爷爷|奶奶|医生|大夫|护士|律师|警官|法官|教练|"
    "老板|经理|主任|书记|局长|处长|科长|所长|院长|校长|队长|村长|镇长|区长(?!江)|站长|班长|组长|会计|同志|同学|司机"
)
_ANNOUNCED = (
    "我叫|名叫|名字叫|名字是|姓名|本人|联系人|负责人|父亲|母亲|爸爸|妈妈|儿子|女儿|丈夫|妻子|爱人|老公|老婆|媳妇|爷爷|奶奶|孙子|孙女|"
    "哥哥|弟弟|姐姐|妹妹|邻居|业主|房东|老板|经理|队长|主任|书记|村长|校长|班主任|医生|护士|司机|会计|工头|包工头|中介"
)
_SURNAME = f"(?:{_DOUBLE}|[{_SINGLE}])"
_GIVEN = "[一-鿿]"
_AFTER = r"(?=$|[\s,，。、;；:：!！?？()（）\d〔]|的|说|在|因|是|被|把|和|与|及|住|电|身|联|今年|于)"
_BEFORE_TITLE = re.compile(f"(?P<name>{_SURNAME}{_GIVEN}{{0,2}}?)(?={_TITLES}|某{{1,2}}{_AFTER})")
_AFTER_WORD = re.compile(f"(?:{_ANNOUNCED})(?:[:：是叫为]|是叫)?\\s?(?P<name>{_SURNAME}{_GIVEN}{{1,2}}?){_AFTER}")


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every name; its title, or the word that announced it, is left outside."""
    for pattern in (_BEFORE_TITLE, _AFTER_WORD):
        position = 0
        while found := pattern.search(text, position):
            start = found.start("name")
            position = start + 1
            if _may_be_name(found.group("name"), before=text[max(0, start - 2) : start]):
                position = found.end("name")
                yield found.span("name")


def _may_be_name(found: str, *, before: str) -> bool:
    """出租车 (司机), 高中 (老师) and 马上 (说) hold surnames, but the dictionary knows better."""
    if found.startswith(tuple(_DOUBLE.split("|"))):
        return True
    inside = [before[-back:] + found[0] for back in (1, 2) if len(before) >= back]
    words = [*inside, found, found[:2]] if len(found) > 1 else inside
    return not any(is_ordinary_word(word) for word in words)
