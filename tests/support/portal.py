"""An applicant who fills in and submits, the smallest way that the site accepts."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import PHOTO, Draft
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.uploading import add_upload
from linli.apps.seasons.actions import open_season
from linli.apps.seasons.models import Season
from linli.policies import get_pack
from tests.factories import BEIJING, CITY, id_number, make_city, make_official

#: A moment of the registration of xinzhou-2024.
APPLYING = datetime(2024, 6, 3, 9, 30, tzinfo=BEIJING)
NAME = "样本甲"
PAPERS = ("hukou", "diploma", "degree_certificate")


def fields(number: str = "", **changed: str) -> dict[str, str]:
    """Return the fields of the site's form, all filled in."""
    return {
        "name": NAME,
        "id_number": number or id_number(1),
        "ethnicity": "汉族",
        "political_status": "共青团员",
        "native_place": "山西忻州",
        "phone": "13800000001",
        "address": "样本市样本路1号",
        "school": "忻州师范学院",
        "graduation": "2024-06",
        "major": "社会工作",
        "education": "本科",
        "degree": "法学学士",
        "intended": "忻州市代县",
        "transfer": "接受",
        "transfer_1": "忻州市原平市",
        "resume": "2020年至2024年在忻州师范学院学习（样本）",
        "awards": "无",
        **changed,
    }


def portrait() -> bytes:
    """Return a photo of nobody: a drawn head and shoulders on a plain ground, 295 by 413 pixels."""
    picture = Image.new("RGB", (295, 413), "#dbe7f2")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 90, 205, 240), fill="#e7b995", outline="#6a4a35", width=2)
    draw.pieslice((85, 75, 210, 210), 180, 360, fill="#33261f")
    draw.ellipse((118, 150, 134, 162), fill="#2a2320")
    draw.ellipse((161, 150, 177, 162), fill="#2a2320")
    draw.line((148, 165, 143, 190), fill="#b98a68", width=3)
    draw.arc((125, 185, 170, 215), 20, 160, fill="#9c3b3b", width=4)
    draw.rounded_rectangle((40, 260, 255, 413), 60, fill="#1f3b57")
    draw.polygon(((120, 255), (175, 255), (148, 320)), fill="#f4f4f4")
    return _jpeg(picture)


def paper(text: str = "样本") -> bytes:
    """Return a picture of a sheet, different for each text."""
    picture = Image.new("RGB", (900, 640), "white")
    draw = ImageDraw.Draw(picture)
    for line in range(12):
        width = 300 + (sum(map(ord, text)) * (line + 7) % 500)
        draw.line((60, 60 + 45 * line, 60 + width, 60 + 45 * line), fill="black", width=6)
    return _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=90)
    return target.getvalue()


def make_applicant(username: str = "applicant-1", **changed: str) -> User:
    """Return somebody who signs in with a telephone number of their own."""
    return User.objects.create_user(username, **{"phone": "13800000001", **changed})


def filled_draft(
    season: Season, account: User, *, at: datetime = APPLYING, number: str = "", **changed: str
) -> Draft:
    """Return a draft that can be submitted."""
    draft = draft_of(season, account)
    save_fields(draft, fields(number, **changed), base=0, at=at)
    give_consent(draft, at=at)
    add_upload(draft, PHOTO, portrait(), at=at)
    for kind in PAPERS:
        add_upload(draft, kind, paper(kind), at=at)
    draft.refresh_from_db()
    return draft


def submitted_case(
    season: Season, account: User, *, at: datetime = APPLYING, number: str = "", **changed: str
) -> Application:
    """Return an application submitted on the site."""
    draft = filled_draft(season, account, at=at, number=number, **changed)
    return submit(
        draft, revision=draft.revision, signed_name=draft.fields["name"], at=at
    ).application


def make_open_season() -> Season:
    """Return a rehearsal whose registration begins today: for browsers, whose clock nobody stops."""
    make_city()
    opener = User.objects.filter(office=Office.CITY).first() or make_official(
        "opener", division=CITY, office=Office.CITY, is_rehearsal=True
    )
    return open_season(
        get_pack("xinzhou-2024"),
        actor=opener,
        at=timezone.now(),
        seed="样本种子",
        is_rehearsal=True,
        first_day=timezone.localdate(),
    )
