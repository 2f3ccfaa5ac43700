"""The rule book: a pack as a page that officials and auditors read, clause by clause."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from linli.core.money import yuan_text
from linli.core.policy.clauses import clause_key, document_of, place_of
from linli.core.policy.figure_texts import (
    Tables,
    day_text,
    listed,
    number_text,
    period_text,
    scalar_text,
)
from linli.core.policy.language import Rule
from linli.core.policy.layout import (
    Block,
    Code,
    Grid,
    Heading,
    Item,
    Line,
    Link,
    Page,
    Paragraph,
    Strong,
    markdown,
)
from linli.core.policy.pack import DatedValue, Document, Input, Pack, Parameter
from linli.core.policy.rule_texts import RuleTexts
from linli.core.policy.units import Unit

Entry = TypeVar("Entry")

EXAMPLE = "示例"
_QUESTION = re.compile(r"Q\d")
_MOST_DATED = 4
_TYPES = {
    "flag": "是或否",
    "choice": "选一项",
    "integer": "整数",
    "decimal": "数",
    "money": "金额",
    "date": "日期",
    "month": "年月",
    "history": "历次记录",
}


def rule_book(pack: Pack) -> str:
    """Return the page of a pack as Markdown: what its documents say, clause by clause."""
    return markdown(RuleBook(pack).page())


def is_example(pack: Pack) -> bool:
    """Tell whether a pack says of itself that it is an example."""
    notice = pack.notice
    return any(EXAMPLE in text for text in (pack.title, notice.number, notice.disclosure))


class RuleBook:
    """The entries of one pack in words. A pack that extends another has only its own."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.rules = RuleTexts(pack)
        self.tables = Tables(pack, self.rules.editions)
        base = pack.base
        self.parameters = _own(pack.parameters, base.parameters if base else {})
        self.own_rules = _own(pack.rules, base.rules if base else {})
        self.inputs = _own(pack.inputs, base.inputs if base else {})
        self.documents = _own(pack.documents, base.documents if base else {})

    def page(self) -> Page:
        """Return the whole page."""
        return (
            *self._head(),
            *self._clauses(),
            *self._facts(),
            *self._sums(),
            *_list("没有写成规则的内容", self._own_texts("left_out")),
            *_list("请发文机关明确的问题", self._own_texts("questions")),
        )

    # ------------------------------------------------------------ head

    def _head(self) -> Iterable[Block]:
        pack = self.pack
        marked = is_example(pack) and EXAMPLE not in pack.title
        yield Heading(1, f"{pack.title}（示例）" if marked else pack.title)
        if is_example(pack):
            yield Paragraph(
                (Strong("示例"), " 本政策包是示例，不是公文，数值不能用于办理或者发放。"), True
            )
        if pack.purpose:
            yield Paragraph((pack.purpose,))
        counts = f"{len(self.parameters)}项数值、{len(self.own_rules)}条规则"
        yield Item(("政策包：", Code(pack.id), f"，版本{pack.edition}，{counts}"))
        if pack.base:
            yield Item(self._base_line(pack.base))
        if any(_QUESTION.search(text) for text in self._texts()):
            yield Item(("文中“Q4”一类的编号，是本项目需求书中待明确问题的编号",))
        yield Heading(2, "依据的文件")
        yield Grid(
            ("代号", "文号", "日期", "公开属性", "发文机关", "名称"),
            tuple([_document_row(one) for one in self.documents.values()]),
        )
        for document in self.documents.values():
            if document.numbering:
                yield Item((f"{document.code} 的条款号：{document.numbering}",))

    def _texts(self) -> Iterable[str]:
        yield from (one.reading for one in self.parameters.values())
        yield from (one.label for one in self.own_rules.values())

    def _base_line(self, base: Pack) -> Line:
        given = [one.description for name, one in base.inputs.items() if name in self.parameters]
        told = f"；该包要求办理时填写的{len(given)}项，由本包给出：{'、'.join(given)}"
        return (
            "在政策包 ",
            Link(base.title, f"{base.id}.md"),
            f"（{base.id}）之上，只列本包自己的内容",
            told if given else "",
        )

    # ------------------------------------------------------------ clauses

    def _clauses(self) -> Iterable[Block]:
        chapters = self._chapters()
        for code, document in self.pack.documents.items():
            clauses = [clause for clause in chapters if document_of(clause) == code]
            if clauses:
                yield Heading(2, _document_title(document))
            for clause in sorted(clauses, key=clause_key):
                yield Heading(3, clause if place_of(clause) else code)
                yield from chapters[clause]

    def _chapters(self) -> dict[str, list[Block]]:
        chapters: dict[str, list[Block]] = {}
        for parameter in self.parameters.values():
            first, *others = clauses_of(parameter)
            chapters.setdefault(first, []).append(self.figure(parameter, clause=first))
            for other in others:
                chapters.setdefault(other, []).append(_pointer(parameter, first))
        for rule in self.own_rules.values():
            chapters.setdefault(rule.clause, []).append(self.rule(rule))
        return chapters

    def figure(self, parameter: Parameter, *, clause: str = "") -> Item:
        """Return the entry of a figure; the clause of a value is told where it is another."""
        mark = f"【{EXAMPLE}】" if EXAMPLE in parameter.reading else ""
        head: Line = (f"{mark}{parameter.description} ", Code(parameter.name))
        below: tuple[Item | Grid, ...] = ()
        if parameter.keys:
            head = (*head, "：")
            below = self.tables.grids(parameter)
        elif len(parameter.values) > _MOST_DATED:
            head = (*head, "：")
            below = (self._dated_grid(parameter, clause),)
        else:
            values = [self._dated_text(parameter, one, clause) for one in parameter.values]
            head = (*head, f"：{'；'.join(values)}")
        if parameter.reading:
            below = (*below, Item((f"我们的理解：{parameter.reading}",)))
        return Item(head, below)

    def _dated_text(self, parameter: Parameter, dated: DatedValue, clause: str) -> str:
        cited = f"，{dated.clause}" if dated.clause != clause else ""
        return f"{self.value(parameter, dated)}（{period_text(dated)}{cited}）"

    def _dated_grid(self, parameter: Parameter, clause: str) -> Grid:
        cites = any(dated.clause != clause for dated in parameter.values)
        rows = [
            (period_text(one), self.value(parameter, one), *((one.clause,) if cites else ()))
            for one in parameter.values
        ]
        return Grid(("期间", "数值", *(("条款",) if cites else ())), tuple(rows))

    def value(self, parameter: Parameter, dated: DatedValue) -> str:
        """Return one dated value of a figure without keys."""
        if isinstance(dated.value, Mapping):
            return ""
        text = scalar_text(self.pack, dated.value, parameter)
        return f"用{text}" if parameter.unit is Unit.RULE else text

    def rule(self, rule: Rule) -> Item:
        """Return the entry of a rule: its formula, or what a check demands and proposes."""
        head: Line = (Strong(rule.label), " ", Code(rule.name))
        formula, meanings = self.rules.formula_and_meanings(rule.name)
        letters = tuple([Item((f"其中，{meaning}",)) for meaning in meanings])
        if rule.effect is None:
            return Item((*head, f"{self.rules.sign(rule.name)}{formula}"), letters)
        outcomes = [Item((f"{case}：{proposal}",)) for case, proposal in self.rules.outcomes(rule)]
        return Item(
            (*head, "（检查，代码 ", Code(rule.code), "）"),
            (Item((f"应当：{formula}",), letters), *outcomes),
        )

    # ------------------------------------------------------------ what stands behind the clauses

    def _facts(self) -> Iterable[Block]:
        if self.inputs:
            rows = [(one.description, Code(one.name), wanted(one)) for one in self.inputs.values()]
            yield Heading(2, "办理时要填写的事实")
            yield Grid(("事实", "标识", "填写要求"), tuple(rows))

    def _sums(self) -> Iterable[Block]:
        base = self.pack.base
        shares = self.pack.shares[len(base.shares) if base else 0 :]
        if shares:
            yield Heading(2, "必须相符的合计")
        for one in shares:
            parts = " + ".join([self._label(part) for part in one.parts])
            yield Item((f"{parts} ＝ {self._label(one.total)}",))
        if self.pack.measures and not (base and base.measures == self.pack.measures):
            yield Heading(2, "测算时合计的结果")
            by = self.pack.by
            grouped = f"（按“{self.tables.key_name(by)}”分组）" if by else ""
            measures = "、".join([self._label(name) for name in self.pack.measures])
            yield Paragraph((f"{measures}{grouped}",))

    def _label(self, name: str) -> str:
        return self.pack.rules[name].label

    def _own_texts(self, name: str) -> tuple[str, ...]:
        texts: tuple[str, ...] = getattr(self.pack, name)
        return texts[len(getattr(self.pack.base, name)) if self.pack.base else 0 :]


def index_page(packs: Sequence[Pack], remarks: Sequence[Line]) -> str:
    """Return the page that lists the rule books of all packs, below what is said of them all."""
    rows = [
        (
            Link(pack.title, f"{pack.id}.md"),
            Code(pack.id),
            pack.notice.number,
            day_text(pack.notice.issued),
            str(len(_own(pack.rules, pack.base.rules if pack.base else {}))),
            str(len(_own(pack.parameters, pack.base.parameters if pack.base else {}))),
            pack.purpose,
        )
        for pack in packs
    ]
    header = ("规则手册", "政策包", "文号", "日期", "规则", "数值", "用途")
    said = [Paragraph(remark) for remark in remarks]
    return markdown((Heading(1, "规则手册"), *said, Grid(header, tuple(rows))))


def clauses_of(parameter: Parameter) -> tuple[str, ...]:
    """Return the clauses that a figure rests on, its own first."""
    own = (parameter.clause,) if parameter.clause else ()
    return tuple(dict.fromkeys((*own, *(dated.clause for dated in parameter.values))))


def wanted(fact: Input) -> str:
    """Return what has to be filled in for a fact: its type, its bounds or choices."""
    told = f"{_TYPES[fact.type]}{_bounds(fact)}"
    return f"{told}，可填“未知”" if fact.may_be_unknown else told


def _bounds(fact: Input) -> str:
    choices = listed(fact.choices.values())
    if fact.type == "choice":
        return f"：{choices}"
    if fact.type == "history":
        return f"，由早到晚，至多{fact.high}项：{choices}"
    if fact.type == "money":
        return f"，{yuan_text(fact.low)}至{yuan_text(fact.high)}元"
    if fact.type not in ("integer", "decimal"):
        return ""
    low, high = (number_text(Decimal(one).scaleb(-fact.places)) for one in (fact.low, fact.high))
    places = f"，至多{fact.places}位小数" if fact.places else ""
    return f"，{low}至{high}{fact.unit.label if fact.unit else ''}{places}"


def _own(entries: Mapping[str, Entry], base: Mapping[str, Entry]) -> dict[str, Entry]:
    return {name: one for name, one in entries.items() if base.get(name) is not one}


def _list(title: str, texts: tuple[str, ...]) -> tuple[Block, ...]:
    return (Heading(2, title), *[Item((text,)) for text in texts]) if texts else ()


def _pointer(parameter: Parameter, clause: str) -> Item:
    return Item((f"{parameter.description} ", Code(parameter.name), f"：见 {clause}"))


def _document_row(document: Document) -> tuple[str, ...]:
    superior = f"（依据：{document.superior}）" if document.superior else ""
    return (
        document.code,
        document.number,
        day_text(document.issued),
        document.disclosure,
        "、".join(document.organs),
        f"{document.title}{superior}",
    )


def _document_title(document: Document) -> str:
    title = document.title.replace("《", "〈").replace("》", "〉")
    return f"{document.code} 《{title}》"
