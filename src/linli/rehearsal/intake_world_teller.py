"""Put the mails of one person of the intake world together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linli.core.documents.registration_form import RegistrationForm
from linli.rehearsal.envelope import BEIJING
from linli.rehearsal.intake_world_desk import WorldDesk
from linli.rehearsal.intake_world_files import WorldFile
from linli.rehearsal.intake_world_forms import CarriedForm, Carrier, carried_form
from linli.rehearsal.intake_world_letters import (
    APPLICATIONS,
    BODY_FORMS,
    CORRECTIONS,
    NOTE,
    SUPPLEMENTS,
    Letter,
)
from linli.rehearsal.intake_world_odd import (
    LINK_WORDS,
    SUSPICIOUS,
    UNREADABLE,
    odd_file,
)
from linli.rehearsal.intake_world_packing import packed
from linli.rehearsal.intake_world_people import SentPaper
from linli.rehearsal.intake_world_plans import Plan
from linli.rehearsal.intake_world_post import Post
from linli.rehearsal.intake_world_rules import Sent
from linli.rehearsal.papers.holder import PaperSort
from linli.rehearsal.sample_truth import MailKind

FIRST_DAY = datetime(2024, 6, 1, 7, 30, tzinfo=BEIJING)
LAST_SECOND = datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)
MIDNIGHT = datetime(2024, 6, 15, tzinfo=BEIJING)
DOMAINS = ("qq.example", "163.example", "126.example", "foxmail.example", "students.example")
NICKNAMES = ("小雨", "Lucky", "。", "晴天", "A-打印店", "iPhone", "匆匆那年")


@dataclass(frozen=True, slots=True)
class Told:
    """A mail and what is true about it."""

    post: Post
    sent: Sent


class Teller:
    """Puts the mails of one person together."""

    def __init__(self, desk: WorldDesk, plan: Plan) -> None:
        self.desk, self.plan, self.dice = desk, plan, desk.dice
        self.person = desk.person
        number = self.person.key.removeprefix("w")
        self.sender = plan.sender or f"user{number}@{self.dice.pick(DOMAINS)}"
        own = self.person.holder.name
        self.sender_name = own if self.dice.chance(0.6) else self.dice.pick(NICKNAMES)

    def moment(self, first: int, last: int) -> datetime:
        """Return a moment on one of these days of June."""
        days = self.dice.between(first, last) - 1
        return FIRST_DAY + timedelta(days=days, seconds=self.dice.below(16 * 3600))

    def early(self) -> datetime:
        """Return a moment that leaves time for another mail."""
        return self.moment(self._signed_day(), 10)

    def any_time(self) -> datetime:
        """Return a moment of the registration days, not before the form was signed."""
        return self.moment(self._signed_day(), 13)

    def _signed_day(self) -> int:
        return int((self.person.form.pledge_date or "2024-06-01")[-2:])

    def letter(self, letters: Sequence[Letter], at: datetime, kind: MailKind) -> Told:
        """Return a mail without files."""
        letter = self.dice.pick(letters)
        form, holder = self.person.form, self.person.holder
        words = {
            "name": holder.name,
            "phone": form.phone or "",
            "county": form.intended.county or "忻府区",
            "school": holder.school,
            "id_number": holder.id_number,
        }
        post = Post(
            subject=letter.subject.format(**words),
            text=f"{letter.text.format(**words)}\n{NOTE}",
            sender=self.sender,
            sender_name=self.sender_name,
            received_at=at,
        )
        says = tuple((name, words[name]) for name in letter.says)
        return Told(post, Sent(kind, at, says=says))

    def application(
        self,
        at: datetime,
        *,
        form: RegistrationForm | None = None,
        papers: tuple[SentPaper, ...] | None = None,
    ) -> Told:
        """Return an application with the form and, unless ``papers`` says otherwise, all papers."""
        filled = form or self.person.form
        chosen = self.person.papers if papers is None else papers
        in_body = self.plan.carrier is Carrier.BODY
        carries = packed(
            self.plan.packing,
            self.desk,
            lambda: carried_form(self.plan.carrier, self.desk, filled),
            chosen,
            filled,
        )
        letters = BODY_FORMS if in_body and carries.form.html else APPLICATIONS
        told = self.letter(letters, at, MailKind.APPLICATION)
        post = replace(told.post, files=carries.files, shown=carries.shown, html=carries.form.html)
        sent = _with_form(told.sent, filled, carries.form)
        return self._with_odd(Told(post, replace(sent, papers=chosen)))

    def without_form(self, at: datetime, *files: WorldFile) -> Told:
        """Return an application whose form cannot be read, or is none; ``files`` stand in its place."""
        named = [letter for letter in APPLICATIONS if "name" in letter.says]
        told = self.letter(named, at, MailKind.APPLICATION)
        papers = tuple(self.desk.paper_files(self.person.papers))
        post = replace(told.post, files=(*files, *papers))
        return Told(post, replace(told.sent, papers=self.person.papers))

    def supplement(self, at: datetime, papers: tuple[SentPaper, ...]) -> Told:
        """Return a mail with papers that were missing."""
        told = self.letter(SUPPLEMENTS, at, MailKind.SUPPLEMENT)
        files = tuple(self.desk.paper_files(papers))
        return Told(replace(told.post, files=files), replace(told.sent, papers=papers))

    def correction(self, at: datetime, form: RegistrationForm | None = None) -> Told:
        """Return a mail with a form that replaces the one before."""
        filled = form or self.person.form
        told = self.letter(CORRECTIONS, at, MailKind.CORRECTION)
        carried = carried_form(self.plan.carrier, self.desk, filled)
        post = replace(told.post, files=carried.files, html=carried.html)
        return Told(post, _with_form(told.sent, filled, carried))

    def _with_odd(self, told: Told) -> Told:
        """Return the mail with the odd attachment of the plan, if there is one."""
        odd = self.plan.odd
        if odd is None:
            return told
        picture = self.desk.shot(
            self.desk.paper_image(SentPaper(PaperSort.HONOR_MUNICIPAL, self.person.holder, 9)),
            self.desk.camera,
        )
        # Nobody can look at a picture inside a file that does not open.
        self.desk.shop.pictures.pop()
        file = odd_file(odd, picture, self.dice)
        files = (*told.post.files, file) if file else told.post.files
        text = told.post.text if file else told.post.text + self.dice.pick(LINK_WORDS)
        sent = replace(
            told.sent,
            is_unreadable=odd in UNREADABLE,
            is_suspicious=told.sent.is_suspicious or odd in SUSPICIOUS,
        )
        return Told(replace(told.post, files=files, text=text), sent)


def _with_form(sent: Sent, form: RegistrationForm, carried: CarriedForm) -> Sent:
    return replace(
        sent,
        form=form,
        source=carried.source,
        accept=carried.accept,
        is_suspicious=carried.is_suspicious,
    )
