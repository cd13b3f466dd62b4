"""The words names are made of, announced by and followed by, as patterns and sets."""

from nlu.words import Words

CHINESE = "[一-鿿]"
MARK = r"[\s,，。、;；:：!！?？()（）—〕\"“”/]"

_WORDS = Words("name")
some, any_of = _WORDS.some, _WORDS.any_of
COMMON = any_of("surname")
SURNAME = any_of("surname", "rare_surname")
TITLE = any_of("title")
SHORT_TITLE = (
    rf"(?:{any_of('short_title')}(?!{CHINESE})|总(?![是在共有要会算体量数部站公经之结])"
    "|[工叔姨哥姐婶局处](?=家|说|的|帮|身|没|答应|来|不|反映|两口子))"
)
"""What stands after a surname like a title, and would be part of another word elsewhere."""
