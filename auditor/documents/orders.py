"""How text orders a language model about: one rule a kind of passage, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_AI = re.compile(
    r"\b(?:a\.?i|llms?|language\s+models?|chat\s?bots?|gpt|claude|gemini|copilot|"
    r"(?:automated|automatic|machine|artificial)\s+(?:\w+\s+)?(?:assistants?|reviewers?|auditors?|readers?|agents?|"
    r"judges?|systems?|graders?|evaluators?|summari[sz]ers?|intelligence))(?![\w])",
)
_IMPERATIVE = re.compile(
    r"(?:^|[.!?:;,\"'“”‘’«»()\[\]>|*_#—–-]\s*|\b(?:please|must|should|shall|will|can|kindly|now|then|and|instead|"
    r"just|immediately|always|only|you\s+to|to\s+all|readers?)\s+)\Z"
)
_LAWS = (
    r"(?:instructions?|prompts?|messages?|rules?|directions?|guidelines?|directives?|commands?|orders|training|"
    r"constraints)"
)
_AUDIT = r"(?:findings?|verdicts?|judge?ments?|audit\s+(?:findings?|questions?|issues?)|severit(?:y|ies)|accusations?)"


@dataclass(frozen=True, eq=False)
class Rule:
    """One kind of passage, looked for in text in small letters."""

    guards: tuple[str, ...]
    """At least one stands in every such passage: most texts are done with after looking for these."""
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None = None
    """What stands right before the match."""
    to_a_machine: bool = False
    """Whether a word for a model stands in the 60 letters before the end of the match."""

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """The passages in a text in which a guard stands."""
        for match in self.pattern.finditer(text):
            start = match.start()
            if self.before is not None and not self.before.search(text[max(0, start - 24) : start]):
                continue
            if self.to_a_machine and not _AI.search(text[max(0, start - 60) : match.end()]):
                continue
            yield match


def _rule(guards: str, pattern: str, *, before: re.Pattern[str] | None = None, to_a_machine: bool = False) -> Rule:
    return Rule(tuple(guards.split("|")), re.compile(pattern, re.VERBOSE), before, to_a_machine)


RULES = (
    # English
    _rule(
        "ignore|disregard|forget|override|bypass|discard|follow|obey",
        rf"""\b(?:ignore|disregard|forget|override|bypass|discard|stop\s+following|do\s+not\s+(?:follow|obey))\s+
        (?:(?:all|any|the|your|of|these|those|every|each|everything|whatever)\s+){{0,4}}
        (?:(?:previous|prior|above|earlier|preceding|foregoing|former|system|original|initial|safety|other|audit\w*)
           (?:\s+(?:and|or)\s+\w+)?\s+(?:\w+\s+)?{_LAWS}|{_LAWS}\s+(?:above|before|so\s+far|you|given|that\s+came)
           |(?:you\s+were|was)\s+told|(?:text|content|words|tables?|rows?|notes?|footnotes?|sections?)\s+(?:above|before|below))""",
        before=_IMPERATIVE,
    ),
    _rule("if you", r"\bif\s+you(?:\s+are|['’]re)\s+(?:an?|the|any)\s+(?:\w+\s+){0,2}[\w.]+", to_a_machine=True),
    _rule(
        "note|message|attention|notice|warning|reminder|memo|dear|hello|hey|hi |instruction",
        r"""\b(?:note|message|(?<!\w[ ])(?<!\w-)attention|notice|warning|reminder|memo|dear|hello|hi|hey|
        instructions?)\b[\s,:]+(?:to|
        for)?
        \s*(?:the\s+|any\s+|all\s+|every\s+)?
        (?:a\.?i\.?|llms?|(?:large\s+)?language\s+models?|chat\s?bots?|(?:automated|machine|artificial)\s+\w+)
        (?:\s+(?:assistants?|models?|reviewers?|auditors?|agents?|judges?|systems?|graders?|evaluators?|readers?|
        tools?|
        summari[sz]ers?|crawlers?|parsers?|bots?))?(?:\s+(?:and|or)\s+\w+)?\s*(?:[:,!.—–]|\Z|(?:reading|reviewing|
        auditing|processing|evaluating|summari[sz]ing|who|that|which|must|should)\b)""",
    ),
    _rule(
        " this | these ",
        r"""\b(?:reads?|reading|process\w*|review(?:s|ing)|audit(?:s|ing)|evaluat(?:es|ing)|summari[sz](?:es|ing)|
        pars(?:es|ing)|analy[sz](?:es|ing)|judg(?:es|ing))\s+(?:this|these)\s+
        (?:document|page|text|card|report|file|table|content|release|paper|post|readme|note|line)""",
        to_a_machine=True,
    ),
    _rule(
        "must|should|shall|have to|are to|is to",
        r"""\b(?:must|should|shall|have\s+to|are\s+to|is\s+to)\s+(?:\w+\s+){0,3}?(?:ignore|disregard|dismiss|uphold|
        approve|
        report\s+(?:no|only)|treat\s+th|consider\s+th|give\s+a|answer\s+["“']?(?:upheld|dismiss))""",
        to_a_machine=True,
    ),
    _rule(
        "ai |llm|language model|automated",
        r"""(?:\A|[.!?(\[\n]\s*)(?:to\s+)?(?:all\s+|any\s+|the\s+)?(?:a\.?i\.?|llms?|language\s+models?|automated)\s*
        (?:assistants?|models?|reviewers?|auditors?|agents?|judges?|graders?|evaluators?|readers?|crawlers?)?\s*[:,—–]\s*
        (?:please|do\s+not|never|ignore|disregard|treat|mark|give|dismiss|consider|report|skip|praise|you\b|must|rate|say|
        stop|approve|answer|return|write)""",
    ),
    _rule(
        "instruction|prompt|rules|message",
        r"""(?:ignore|disregard|forget|override)(?:all|any|the|your|of){0,3}(?:previous|prior|above|earlier|system)\w{0,8}
        (?:instruction|prompt|rules|message)""",
    ),
    _rule(
        "verdict|severity|judgement|judgment",
        r"""\b(?:verdicts?|severity|judge?ments?)\s+(?:must|should|shall|has\s+to|have\s+to)\s+(?:\w+\s+){0,2}?
        (?:be|stay|remain)\s+(?:\w+\s+){0,2}?["“'‘]?(?:dismissed|upheld|uncertain|info|none|positive|clean|low)\b""",
    ),
    _rule("you are now", r"\byou\s+are\s+now\s+(?:an?\s|the\s|in\s|dan\b|free\b)"),
    _rule(
        "new |updated |real |actual |revised |secret |hidden ",
        r"""\b(?:new|updated|real|actual|revised|secret|hidden)\s+(?:system\s+)?(?:instructions?|task|prompt|
        directives?|
        orders?)\s*(?:\bfor\b|\bto\b)?\s*(?:(?:you|the\s+(?:judge|auditor|model))\b|[:—–]\s*(?=\S+\s+(?:\S+\s+){0,12}?
        (?:you|your|verdicts?|findings?|dismiss\w*|uph\w+|ignore|approve|judge?ments?|severity)\b))""",
    ),
    _rule("system", r"\bsystem\s+(?:override|notice)\s*[:\]>]"),
    _rule(
        "mode",
        r"\b(?:developer|maintenance|debug|god|admin)\s+mode\s+(?:is\s+)?(?:enabled|on|activated|"
        r"engaged)\b",
    ),
    _rule("from now on", r"\bfrom\s+now\s+on,?\s+(?:you\b|always\b|only\b|every\s+(?:finding|verdict|answer))"),
    _rule(
        "positive|favo|glowing|perfect|flawless|clean|enthusiastic",
        r"""\b(?:give|return|output|write|respond\s+with|reply\s+with|assign|answer|produce|provide|submit)\s+
        (?:only\s+|just\s+)?(?:an?\s+|the\s+)?(?:positive|favou?rable|glowing|perfect|flawless|clean|enthusiastic)\s+
        (?:review|verdict|judge?ment|assessment|audit|report|evaluation|score|rating|grade|summary|recommendation)""",
        before=_IMPERATIVE,
    ),
    _rule(
        "this |our |the ",
        r"""\b(?:give|award|rate|rank|score|grade|mark|call|declare|present)\s+(?:this|the|our)\s+
        (?:model|release|paper|document|card|submission|report)\s+(?:\w+\s+){0,3}?
        (?:highest|perfect|best|first|10|100|clean|flawless|verified|trustworthy|positive|without)""",
        before=_IMPERATIVE,
    ),
    _rule(
        "finding|verdict|judgement|judgment|audit|severit|accusation",
        rf"""\b(?:dismiss|drop|clear|close|reject|discard|suppress|delete|remove|omit|skip|withdraw|downgrade|uphold|
        approve|accept|mark|set|rate|grade|classify|label|treat|consider|answer|resolve)\s+
        (?:\w+\s+){{0,2}}?(?:this|these|the|all|any|every|each)?\s*(?:other\s+|such\s+|open\s+|
        remaining\s+)?{_AUDIT}\b""",
        before=_IMPERATIVE,
    ),
    _rule(
        "not |n't |n’t |never ",
        r"""\b(?:do\s+not|don['’]t|never)\s+(?:report|flag|mention|record|raise|list|print|show|reveal|tell)\s+
        (?:\w+\s+){0,2}?(?:findings?|issues?|omissions?|discrepanc\w+|contradictions?|problems?|contamination|notes?|
        faults?|this\s+(?:text|line|message|instruction|note))\b""",
        before=_IMPERATIVE,
    ),
    _rule(
        "verdict|judgement|judgment|severity|finding|audit",
        r"""\b(?:your|the|every|each|all|any|its)\s+(?:only\s+|final\s+|correct\s+|new\s+)?(?:verdicts?|
        judge?ments?|severity|
        findings?|audit)\s+(?:\w+\s+){0,2}?(?:is|are|must\s+be|should\s+be|shall\s+be|has\s+to\s+be|to\s+be|:|=)\s*
        (?:\w+\s+){0,2}?["“'‘]?(?:dismissed|upheld|uncertain|info|none|positive|resolved|clean|void|favou?rable|
        low)\b""",
    ),
    _rule(
        "dismissed|upheld|uncertain",
        r"""\b(?:answer|reply|respond|say|output|return|conclude|vote|choose|select|write|print|state|emit)\s*
        (?:only|with|that|exactly|always|:)?\s*["“'‘«]?(?:dismissed|upheld|uncertain)\b""",
    ),
    _rule("verdict", r"""["“']?verdict["”']?\s*[:=]\s*["“']?(?:upheld|dismissed|uncertain)\b"""),
    _rule(
        "no judg|no verdict|no quote|no finding",
        r"\bno\s+(?:judge?ment|verdict|quotes?|finding)\s+(?:is|are)\s+(?:needed|required|necessary|allowed)\b",
    ),
    _rule("schema", r"\b(?:answer|output|response)\s+schema\s+(?:is\s+now|has\s+changed|changed|now\s+is|:)"),
    _rule(
        "<<|>>",
        r"""<{2,}\s*/?\s*(?:evidence|sentence|rows?|notes?|words|score|benchmark|finding|reason|data|document|
        system|end)\b
        | \b(?:evidence|sentence|rows?|notes?|words|score|benchmark|finding|reason|data|document)\s*>{2,}""",
    ),
    _rule("</", r"</\s*(?:data|document|evidence|context|input|untrusted\w*|user|system|instructions?|note)\s*>"),
    _rule(
        "end |end_|begin |start ",
        r"""[-=*_#\[<({~]+\s*(?:end|begin|start)[\s_]+(?:of[\s_]+)?(?:the\s+)?(?:untrusted\s+|user\s+|system\s+)?
        (?:data|document|evidence|input|context|prompt|instructions?|note|block)\b[^\n]{0,20}?[-=*_#\]>)}~]""",
    ),
    # German
    _rule(
        "ignorier|missacht|vergiss|vergessen|verwirf|hinweis|nachricht|anweisung|achtung|mitteilung|wenn |verwerf|"
        "weise|stufe|lösche|melde",
        r"""\b(?:ignorier\w*|missacht\w*|vergiss|vergessen\s+sie|verwirf)\b[^.!?\n]{0,40}(?:anweisung|instruktion|
        befehl|regeln|
        prompt|vorgabe)
        | \b(?:hinweis|nachricht|anweisung|achtung|mitteilung)\w*\s+(?:an|für)\b[^.!?\n]{0,24}(?:\bki\b|ki-|
        sprachmodell|llm)
        | \bwenn\s+(?:du|sie)\b[^.!?\n]{0,24}(?:\bki\b|ki-|sprachmodell)
        | \b(?:verwirf|verwerfen\s+sie|weise|stufe\w*|lösche\w*|melde\w*)\b[^.!?\n]{0,30}(?:befund|beanstandung|
        urteil)""",
    ),
    # French
    _rule(
        "ignore|oublie|compte|suis|néglige|note|message|avis|instruction|attention|si tu|si vous|rejet|écart|classe|"
        "supprim|signale",
        r"""\b(?:ignore[rz]?|oublie[rz]?|ne\s+(?:tiens|tenez)\s+pas\s+compte|ne\s+suis\s+pas|
        négligez?)\b[^.!?\n]{0,40}
        (?:instructions|consignes|directives|règles)
        | \b(?:note|message|avis|instructions?|attention)\s+(?:à|aux|pour|destinée?s?\s+(?:à|aux))\b[^.!?\n]{0,24}
        (?:\bia\b|intelligence\s+artificielle|modèles?\s+de\s+langage|llm)
        | \bsi\s+(?:tu\s+es|vous\s+êtes)\b[^.!?\n]{0,20}(?:\bia\b|intelligence\s+artificielle|modèle\s+de\s+langage|
        assistant)
        | \b(?:rejetez?|écartez?|classez?|supprimez?|ne\s+signalez?\s+pas)\b[^.!?\n]{0,30}(?:constat|anomalie|
        conclusion|verdict)""",
    ),
    # Spanish, Portuguese, Italian
    _rule(
        "ignor|olvid|caso omiso|descart|sigas|nota|mensaje|aviso|instrucc|atención|si eres|si usted|rechaz|desestim|"
        "elimin|inform",
        r"""\b(?:ignor[ae]n?|olvid[ae]n?|haz\s+caso\s+omiso|descart[ae]n?|no\s+sigas)\b[^.!?\n]{0,40}
        (?:instrucciones|indicaciones|órdenes|reglas|directrices)
        | \b(?:nota|mensaje|aviso|instrucci\w+|atención)\s+(?:a|al|para)\b[^.!?\n]{0,24}
        (?:\bia\b|inteligencia\s+artificial|modelos?\s+de\s+lenguaje|llm)
        | \bsi\s+(?:eres|usted\s+es)\b[^.!?\n]{0,20}(?:\bia\b|inteligencia\s+artificial|modelo\s+de\s+lenguaje|
        asistente)
        | \b(?:rechaz[ae]|desestim[ae]|descart[ae]|elimin[ae]|no\s+inform[ae]s?)\b[^.!?\n]{0,30}(?:hallazgo|
        veredicto|conclusi)
        | \bignor[ae]\w*\b[^.!?\n]{0,30}(?:instruções|istruzioni)""",
    ),
)
"""Rules in Latin letters."""
TURN = re.compile(
    r"<\|?/?(?:im_start|im_end|system|endoftext|eot_id|start_header_id|end_header_id|assistant|user|begin_of_text)\|"
    r"?>"
    r"|\[/?(?:inst|sys|system)\]|<</?sys>>"
    r"|(?:^|\n)\s*(?:#{1,4}\s*)?(?:system|assistant|human|user|developer|tool)(?:\s+(?:prompt|message|instruction|"
    r"note))?"
    r"\s*:\s"
)
"""How a turn of a conversation is marked."""
ORDERS = re.compile(
    r"\b(?:verdicts?|findings?|dismiss\w*|uph(?:old|eld)\w*|severity|ignore|disregard|approve|override|"
    r"judge?ments?)\b"
)
"""What makes a marked turn one that is addressed to the reader, not a template."""
FOREIGN = (
    # Chinese
    _rule(
        "指|提示|命令|规则|規則|说明|要求|智能|模型|ai|助手|发现|裁决|判决|结论|审计|评审|驳回|撤销|报告|删除",
        r"""(?:忽略|无视|忘记|忘掉|忽視|無視|不要遵守|抛弃)[^。！？\n]{0,12}(?:指令|
        指示|提示词?|说明|命令|規則|规则|要求)
        | (?:致|给|請|请|告知|注意)[^。！？\n]{0,8}(?:人工智能|大模型|语言模型|語言模型|
        ai)[^。！？\n]{0,10}(?:审|評|评|读|閱|阅|助手|模型|：|:|，)
        | 如果(?:你|您)是[^。！？\n]{0,8}(?:ai|人工智能|语言模型|大模型|助手)
        | (?:发现|裁决|判决|结论|审计|评审)[^。！？\n]{0,12}(?:驳回|撤销|设为|标记为|改为|必须是|正面)
        | (?:驳回|撤销|删除|不要报告|不得报告)[^。！？\n]{0,10}(?:发现|问题|结论|缺陷)""",
    ),
    # Japanese
    _rule(
        "指示|命令|プロンプト|ルール|指令|ai|人工知能|言語モデル|所見|判定|監査|指摘",
        r"""(?:指示|命令|プロンプト|ルール|指令)[^。！？\n]{0,12}(?:無視|忘れ|従わない)
        | (?:ai|人工知能|言語モデル)[^。！？\n]{0,12}(?:への|宛|に対する|の皆|
        向け)[^。！？\n]{0,8}(?:指示|注意|メッセージ|お願い|連絡)
        | あなたが[^。！？\n]{0,8}(?:ai|人工知能|言語モデル)
        | (?:所見|判定|監査|指摘)[^。！？\n]{0,14}(?:却下|取り下げ|してください|無効)""",
    ),
    # Korean
    _rule(
        "무시|잊",
        r"""(?:지시|명령|프롬프트|규칙)[^.。!?\n]{0,12}(?:무시|잊)""",
    ),
    # Russian
    _rule(
        "игнор|забуд|учит|следуй|выполня|пренебр|отмен|если|вниман|сообщ|примеч|инструкц|отклони|сними|удали",
        r"""(?:игнориру\w+|забуд\w+|не\s+(?:учитывай|следуй|выполняй)\w*|пренебре\w+|отмени\w*)[^.!?\n]{0,40}
        (?:инструкци|указани|команд|правил|подсказк|сообщени)
        | (?:если\s+(?:ты|вы)\b|внимани\w+|сообщени\w+|примечани\w+|инструкци\w+)[^.!?\n]{0,24}
        (?:\bии\b|искусственн\w+\s+интеллект|языков\w+\s+модел|нейросет|ассистент)
        | (?:отклони\w*|отмени\w*|сними\w*|удали\w*|не\s+сообщай\w*)[^.!?\n]{0,24}(?:замечани|вывод|находк|претензи|
        вердикт)""",
    ),
    # Arabic
    _rule(
        "تجاهل|انس|تتبع|تغاض|إذا|ملاحظة|رسالة|تنبيه|إلى|ارفض|احذف|تبلغ|أسقط",
        r"""(?:تجاهل|تجاهلوا|تجاهلي|انس|انسَ|لا\s+تتبع|تغاض)[^.!؟\n]{0,30}(?:التعليمات|تعليمات|الأوامر|الإرشادات|
        القواعد|التوجيهات)
        | (?:إذا\s+كنت|ملاحظة|رسالة|تنبيه|إلى)[^.!؟\n]{0,24}(?:الذكاء\s+الاصطناعي|ذكاء\s+اصطناعي|
        نموذج\w*\s+(?:ال)?لغ|النماذج\s+اللغوية)
        | (?:ارفض|احذف|لا\s+تبلغ|أسقط)[^.!؟\n]{0,20}(?:النتائج|النتيجة|الملاحظات|الملاحظة|الأحكام)""",
    ),
)
"""Rules in other scripts, asked of text that is not plain ASCII."""


def _by_guard(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for guard in rule.guards:
            found.setdefault(guard, []).append(rule)
    return found


_PLAIN, _ALL = _by_guard(RULES), _by_guard((*RULES, *FOREIGN))


def rules_for(text: str) -> set[Rule]:
    """The rules of which a guard stands in a text in small letters: each guard is looked for once."""
    guards = _PLAIN if text.isascii() else _ALL
    return {rule for guard, rules in guards.items() if guard in text for rule in rules}
