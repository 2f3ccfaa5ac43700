"""What a draft comes to before it is submitted: what is missing or wrong, and what may follow later.

Source: D0 三(一)6, 三(二), 附件2; requirements B5, B7, B8, B11, B12, B16.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from linli.apps.applications.checking import surroundings_of
from linli.apps.applications.facts import Facts, Surroundings, facts_of
from linli.apps.drafts.fields import (
    ANSWER,
    LABELS,
    OPTIONAL,
    SECTIONS,
    TRANSFERS,
    entry_fields,
)
from linli.apps.drafts.models import PHOTO, SIGNATURE, UNKNOWN, Draft, Upload
from linli.apps.drafts.readings import papers_of, sure_kinds
from linli.apps.intake.entries import read_fields
from linli.apps.ledger.actions import beijing_date
from linli.apps.places.models import Division
from linli.apps.places.queries import gazetteer
from linli.apps.seasons.models import Season
from linli.core.documents.form_entry import ACCEPTS
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import IdNumberRefused, parse_id_number
from linli.core.places import Gazetteer
from linli.core.policy import Edition, Reason, compile_rules, explain
from linli.core.refusal import Refusal
from linli.policies import get_pack


class FieldMissing(Refusal):
    """A field of the form that everybody fills in is blank."""


class WishContradictory(Refusal):
    """The places of the first choice and of the transfer contradict each other."""


class PhotoMissing(Refusal):
    """The form has no photo."""


@dataclass(frozen=True, slots=True)
class Review:
    """A draft as it would be submitted.

    ``faults`` stand by field, ``photo`` among them; ``missing`` are papers without which the season takes
    no application on the site; ``later`` are reasons that do not stand in the way.
    """

    form: RegistrationForm = field(repr=False)
    materials: Mapping[str, int]
    faults: Mapping[str, Refusal]
    missing: tuple[Reason, ...]
    later: tuple[Reason, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether the draft can be submitted."""
        return not (self.faults or self.missing)


def review(draft: Draft, uploads: Sequence[Upload], *, at: datetime) -> Review:
    """Return what a draft with its present files comes to at ``at``; nothing is stored."""
    kinds = Counter(upload.kind for upload in uploads)
    form, faults = form_of_draft(draft)
    form = replace(form, has_photo=kinds[PHOTO] > 0, pledge_date=beijing_date(at).isoformat())
    for name, refusal in _faults(draft.fields, form):
        faults.setdefault(name, refusal)
    materials = materials_of(uploads)
    around = surroundings_on(draft.season, beijing_date(at))
    facts = facts_of(asdict(form), materials, [], around, in_window=True, papers=papers_of(uploads))
    missing, later = _reasons(draft.season, facts, beijing_date(at))
    return Review(form, materials, faults, missing, later)


def form_of_draft(draft: Draft) -> tuple[RegistrationForm, dict[str, Refusal]]:
    """Return the form that was typed in so far, signed, and by field what was not understood."""
    texts = entry_fields(draft.fields, is_signed=True)
    return read_fields(texts, names=_names(draft.season.city_id[:2]))


def materials_of(uploads: Sequence[Upload]) -> dict[str, int]:
    """Count the papers by kind: as the applicant says, and what their pages show besides.

    One picture of both sides of an ID card is both; a file of no said kind is what it was read as.
    """
    counts = Counter(one.kind for one in uploads if one.kind not in (PHOTO, SIGNATURE))
    read = Counter(kind.value for one in uploads for kind in sure_kinds(one))
    counts[UNKNOWN] -= sum(one.kind == UNKNOWN and bool(sure_kinds(one)) for one in uploads)
    return dict(read) | +counts


def _faults(fields: Mapping[str, str], form: RegistrationForm) -> Iterator[tuple[str, Refusal]]:
    for section in SECTIONS:
        for name in section.fields:
            if name not in OPTIONAL and not fields.get(name, "").strip():
                yield name, FieldMissing(f"没有填写{LABELS[name]}", why="D0 附件2")
    if form.id_number:
        try:
            parse_id_number(form.id_number)
        except IdNumberRefused as refusal:
            yield "id_number", refusal
    yield from _wishes(fields)
    if not form.has_photo:
        yield PHOTO, PhotoMissing("没有照片", why="D0 附件2", mend="上传近期1寸免冠正面彩色照片")


def _wishes(fields: Mapping[str, str]) -> Iterator[tuple[str, Refusal]]:
    accepts = fields.get(ANSWER) == ACCEPTS
    chosen = [fields[name] for name in TRANSFERS if fields.get(name)]
    if accepts and not chosen:
        yield (
            TRANSFERS[0],
            WishContradictory(
                "接受调剂，但没有选调剂地区", why="D0 附件2", mend="至少选一个，或者改为不接受调剂"
            ),
        )
    if not accepts:
        return
    seen = {fields.get("intended", "")}
    for name in TRANSFERS:
        place = fields.get(name, "")
        if place and place in seen:
            yield (
                name,
                WishContradictory("这个地区已经选过", why="D0 附件2", mend="换一个地区，或者留空"),
            )
        seen.add(place)


def _reasons(
    season: Season, facts: Facts, day: date
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return the reasons of the season's checks: those that stand in the way, and the others.

    Source: policy parameter ``submission_requires``.
    """
    edition = edition_of(season.pack_id, season.edition, day)
    required = season.pack.texts("submission_requires", day)
    reasons = explain(edition, "eligibility", facts).reasons
    # What a file of unknown kind may be is not missing.
    missing = [one for one in reasons if one.code in required and not one.is_unknown]
    return tuple(missing), tuple(one for one in reasons if one not in missing)


def surroundings_on(season: Season, day: date) -> Surroundings:
    """Return what the checks of a season need to know beside the form, made once a day."""
    return _around(season.pack_id, season.edition, season.city_id, day)


@lru_cache(maxsize=32)
def edition_of(pack_id: str, edition: str, day: date) -> Edition:
    """Return the rules of a pack on a day, compiled once."""
    return compile_rules(get_pack(pack_id), day)


# Names of places and schools change with a release or a load of tables, after which servers start anew.
@lru_cache(maxsize=32)
def _around(pack_id: str, edition: str, city: str, day: date) -> Surroundings:
    return surroundings_of(get_pack(pack_id), Division.objects.get(code=city), day)


@lru_cache(maxsize=32)
def _names(province: str) -> Gazetteer:
    return gazetteer(province)
