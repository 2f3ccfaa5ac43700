"""Which mails are one person's: by ID number, else name and phone, else sender or thread.

One sender may write for several people, and one person from several addresses;
so a sender counts only where the names do not differ.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import id_number_fault, normalise_id_number
from linli.core.intake.sent import MailFacts
from linli.core.papers.kinds import MaterialKind as Kind
from linli.core.papers.paper import Paper

# The papers that are the sender's own; a proof of low income may name the whole family.
_OWN_PAPERS = frozenset(
    {
        Kind.ID_CARD_FRONT,
        Kind.HUKOU,
        Kind.ENROLLMENT_REPORT,
        Kind.EDUCATION_RECORD,
        Kind.DIPLOMA,
        Kind.DEGREE_CERTIFICATE,
    }
)


class Link(StrEnum):
    """By what a mail was put with a person; the last kind is for a person to confirm."""

    ID_NUMBER = "id_number"
    NAME_AND_PHONE = "name_and_phone"
    SENDER = "sender"
    THREAD = "thread"
    NAME_ONLY = "name_only"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a mail tells of its person: by the form if there is one, else by its papers and words.

    ``id_number`` is a valid number or ``None``: two people may both write 见附件.
    """

    name: str | None = field(default=None, repr=False)
    name_is_sure: bool = False
    phone: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)


def identity_of(mail: MailFacts) -> Identity:
    """Return whom a mail is about."""
    form = last_form(mail)
    if form is not None:
        return Identity(
            name=form.name or mail.hints.name,
            name_is_sure=form.name is not None,
            phone=form.phone or mail.hints.phone,
            id_number=_valid(form.id_number or mail.hints.id_number),
        )
    hints = mail.hints
    name = _name_on_papers(mail)
    if name and hints.name and _is_misread(name, hints.name):
        name = hints.name
    return Identity(
        name=name or hints.name,
        name_is_sure=bool(name) or hints.name_is_said,
        phone=hints.phone,
        id_number=_number_on_papers(mail) or _valid(hints.id_number),
    )


def _own_papers(mail: MailFacts) -> Iterator[Paper]:
    for sent in mail.papers:
        if not _OWN_PAPERS.isdisjoint(sent.paper.kinds):
            yield sent.paper


def _name_on_papers(mail: MailFacts) -> str | None:
    """Return the name that most of the sender's papers bear, ``None`` where two bear it alike."""
    names = Counter(
        paper.values.name
        for paper in _own_papers(mail)
        if paper.values.name and "name" not in paper.doubtful
    )
    first, *rest = [*names.most_common(2), (None, 0)]
    return first[0] if not rest or first[1] > rest[0][1] else None


def _is_misread(read: str, typed: str) -> bool:
    """Tell whether a name read from a picture is a typed one but for one letter, as rare letters are misread."""
    return len(read) == len(typed) and sum(a != b for a, b in zip(read, typed, strict=True)) == 1


def _number_on_papers(mail: MailFacts) -> str | None:
    read = (paper for paper in _own_papers(mail) if "id_number" not in paper.doubtful)
    numbers = {_valid(paper.values.id_number) for paper in read} - {None}
    return numbers.pop() if len(numbers) == 1 else None


def _valid(number: str | None) -> str | None:
    if not number or id_number_fault(number) is not None:
        return None
    return normalise_id_number(number)


def last_form(mail: MailFacts) -> RegistrationForm | None:
    """Return the form of a mail, of several the last."""
    return mail.forms[-1].form if mail.forms else None


@dataclass(slots=True)
class Person:
    """Everything by which later mails of the same person are known again."""

    key: str
    names: set[str] = field(default_factory=set)
    sure_names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    id_numbers: set[str] = field(default_factory=set)
    senders: set[str] = field(default_factory=set)
    message_ids: set[str] = field(default_factory=set)

    def learn(self, mail: MailFacts, identity: Identity) -> None:
        """Take in what a mail tells of its person."""
        if identity.name:
            self.names.add(identity.name)
            if identity.name_is_sure:
                self.sure_names.add(identity.name)
        if identity.phone:
            self.phones.add(identity.phone)
        if identity.id_number:
            self.id_numbers.add(identity.id_number)
        if mail.sender and not mail.is_forwarded:
            self.senders.add(mail.sender)
        if mail.message_id:
            self.message_ids.add(mail.message_id)

    def is_named_otherwise(self, identity: Identity) -> bool:
        """Tell whether both sides give a sure name and the names differ."""
        return bool(
            identity.name_is_sure
            and identity.name
            and self.sure_names
            and identity.name not in self.names
        )

    def is_reached_by(self, mail: MailFacts, identity: Identity) -> bool:
        """Tell whether a mail comes from a known sender or gives a known phone."""
        return mail.sender in self.senders or identity.phone in self.phones


def contest_of(person: Person, link: Link, *, mail: MailFacts, identity: Identity) -> str | None:
    """Say in Chinese why a mail may not count for the person it was found to name; ``None`` if it may.

    Whoever knows a number can write it, and a slip can hit another's; who is meant is for
    an official to decide.
    """
    # The sender's own papers may bear another name than the form: that is for the review.
    brings_papers = not mail.forms and mail.sender in person.senders and not mail.is_forwarded
    if link is Link.ID_NUMBER and person.is_named_otherwise(identity) and not brings_papers:
        return "公民身份号码与该报名人相同而姓名不同，未并入，须由人工核对"
    if mail.forms and not person.is_reached_by(mail, identity):
        return "发件邮箱和联系电话都与该报名人此前所留不同，未替换报名表，须由人工核对是否本人"
    return None


class People:
    """The people met so far, found again by anything known of them."""

    def __init__(self) -> None:
        self._count = 0
        self._known: dict[tuple[str, str], dict[str, Person]] = defaultdict(dict)

    def add(self) -> Person:
        """Make room for one more person, with the next key."""
        self._count += 1
        return Person(key=f"a{self._count:04d}")

    def learn(self, person: Person, mail: MailFacts, identity: Identity) -> None:
        """Take in what a mail tells of a person."""
        person.learn(mail, identity)
        for clue in _clues(mail, identity):
            self._known[clue][person.key] = person

    def find(self, mail: MailFacts, identity: Identity) -> tuple[Person, Link] | None:
        """Find whose mail it is; ``None`` if nobody's so far or if it could be several people's."""
        clues = [*_clues(mail, identity), *(("message", known) for known in mail.references)]
        people = {
            key: person for clue in clues for key, person in self._known.get(clue, {}).items()
        }
        for link in Link:
            matching = [p for p in people.values() if _matches(p, mail, identity, link=link)]
            if len(matching) == 1:
                return matching[0], link
            if matching and link is not Link.NAME_ONLY:
                named = [p for p in matching if identity.name and identity.name in p.names]
                if len(named) == 1:
                    return named[0], link
        return None


def _clues(mail: MailFacts, identity: Identity) -> list[tuple[str, str]]:
    clues = [
        ("id_number", identity.id_number),
        ("name", identity.name),
        ("sender", mail.sender if not mail.is_forwarded else None),
        ("message", mail.message_id),
    ]
    return [(kind, value) for kind, value in clues if value]


def _matches(person: Person, mail: MailFacts, identity: Identity, *, link: Link) -> bool:
    if link is Link.ID_NUMBER:
        return identity.id_number in person.id_numbers
    if link is Link.NAME_AND_PHONE:
        return identity.name in person.names and identity.phone in person.phones
    if link is Link.SENDER:
        known = mail.sender in person.senders and not mail.is_forwarded
        return known and not _is_another(person, mail, identity)
    if link is Link.THREAD:
        known = not person.message_ids.isdisjoint(mail.references)
        return known and not _is_another(person, mail, identity)
    return identity.name in person.names and not any(_differences(person, identity))


def _is_another(person: Person, mail: MailFacts, identity: Identity) -> bool:
    """Tell whether a known sender applies for another: by name, or for a namesake.

    Who corrects a slip in the number keeps the phone. Papers that are sent after a form may
    bear another number than the form: that is for the review.
    """
    other_number, _ = _differences(person, identity)
    is_namesake = mail.brings_form and other_number and identity.phone not in person.phones
    return person.is_named_otherwise(identity) or is_namesake


def _differences(person: Person, identity: Identity) -> tuple[bool, bool]:
    """Tell whether the ID number and whether the phone, given on both sides, differ."""
    number, phone = identity.id_number, identity.phone
    return (
        bool(number and person.id_numbers and number not in person.id_numbers),
        bool(phone and person.phones and phone not in person.phones),
    )
