"""The invented applicants of the last hour: by number, so that whoever checks can draw them again.

Nobody has these numbers: the area code is unassigned, the telephones belong to no operator.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image

from linli.core.identity.id_number import check_character
from linli.rehearsal.id_numbers import FIRST_SEQUENCE, LAST_SEQUENCE, UNASSIGNED_AREA
from linli.rehearsal.people import UNUSED_PHONE_PREFIX
from linli.rehearsal.pictures import draw_page, draw_portrait

#: The files of an application, by the kind under which each is uploaded: a photo and two papers.
FILES = ("photo", "hukou", "enrollment_report")
#: As many people as there are numbers for.
MOST_PEOPLE = 500_000
_TITLES = {"hukou": "居民户口簿 常住人口登记卡", "enrollment_report": "教育部学籍在线验证报告"}
# A phone's picture of a sheet, after the page has shrunk it: 150 to 300 KB.
_SHEET, _GRAIN, _QUALITY = (1600, 1130), 20, 68
_SIGNS = "甲乙丙丁戊己庚辛壬癸"
_FIRST_BIRTHDAY = date(1992, 1, 1)
_SEQUENCES = LAST_SEQUENCE - FIRST_SEQUENCE + 1
_COUNTIES = ("忻府区", "原平市", "定襄县", "五台县", "代县", "繁峙县", "宁武县", "静乐县")
_RESUME = (
    "2014年9月至2017年6月在样本县第一中学读高中；2017年9月至2020年7月在样本职业学院学习，任班长；"
    "2020年9月至2024年6月在忻州师范学院社会工作专业学习，任学生会生活部部长；"
    "2023年7月至9月在样本社区实习，参加入户走访、居民议事和志愿服务（样本，编号{number}）"
)


@dataclass(frozen=True, slots=True)
class Applicant:
    """One invented applicant, told from all others by ``number`` alone (0 to ``MOST_PEOPLE``)."""

    number: int

    @property
    def id_number(self) -> str:
        """Return a valid ID number that no living person can have."""
        day = _FIRST_BIRTHDAY + timedelta(days=self.number // _SEQUENCES)
        first_17 = f"{UNASSIGNED_AREA}{day:%Y%m%d}{FIRST_SEQUENCE + self.number % _SEQUENCES}"
        return first_17 + check_character(first_17)

    @property
    def phone(self) -> str:
        """Return a mobile number that reaches nobody."""
        return f"{UNUSED_PHONE_PREFIX}{self.number:08d}"

    @property
    def name(self) -> str:
        """Return the name, 样本 and the number in the ten heavenly stems."""
        return "样本" + "".join(_SIGNS[int(digit)] for digit in str(self.number))

    @property
    def network_address(self) -> str:
        """Return the address that this applicant's telephone asks from."""
        return f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}"

    @property
    def pattern(self) -> int:
        """Return the number of the first applicant who wishes for the same counties."""
        return self.number % len(_COUNTIES)

    @property
    def fields(self) -> dict[str, str]:
        """Return what is typed into the form on the site, by field."""
        county, other = _COUNTIES[self.pattern], _COUNTIES[(self.pattern + 3) % len(_COUNTIES)]
        return {
            "name": self.name,
            "id_number": self.id_number,
            "ethnicity": "汉族",
            "political_status": "共青团员",
            "native_place": "山西忻州",
            "phone": self.phone,
            "address": f"山西省忻州市样本县样本街道样本路{self.number}号",
            "school": "忻州师范学院",
            "graduation": "2024-06",
            "major": "社会工作",
            "education": "本科",
            "degree": "法学学士",
            "intended": f"忻州市{county}",
            "transfer": "接受",
            "transfer_1": f"忻州市{other}",
            "transfer_2": "",
            "transfer_3": "",
            "resume": _RESUME.format(number=self.number),
            "awards": "校级三好学生（样本）",
            "strengths": "书法（样本）",
        }


class Pictures:
    """The drawn files in a folder, and how each applicant's own copy is made of them."""

    def __init__(self, folder: Path) -> None:
        self._drawn = {kind: (folder / f"{kind}.jpg").read_bytes() for kind in FILES}

    def file_of(self, applicant: Applicant, kind: str) -> bytes:
        """Return the applicant's file of a kind: the same picture, other bytes for everyone."""
        return marked(self._drawn[kind], f"sample {applicant.number}".encode("ascii"))

    def digests_of(self, applicant: Applicant) -> dict[str, str]:
        """Return the SHA-256 of each of the applicant's files, by kind."""
        return {kind: sha256(self.file_of(applicant, kind)).hexdigest() for kind in FILES}


def marked(jpeg: bytes, text: bytes) -> bytes:
    """Return a JPEG with a comment segment at its beginning; the picture stays as it is."""
    return jpeg[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + jpeg[2:]


def draw_pictures(folder: Path, *, font: Path | None) -> None:
    """Draw the files once; each is marked 样本."""
    portrait = draw_portrait(1, "deadline", font=font).content
    (folder / "photo.jpg").write_bytes(portrait)
    for kind, title in _TITLES.items():
        lines = tuple(f"样本第{number}行：本页为性能测试所用，无任何效力" for number in range(1, 9))
        flat = Image.open(BytesIO(draw_page(title, lines, font=font)))
        sheet = flat.convert("RGB").resize(_SHEET, Image.Resampling.BICUBIC)
        grain = Image.effect_noise(_SHEET, _GRAIN).convert("RGB")
        Image.blend(sheet, grain, 0.3).save(folder / f"{kind}.jpg", "JPEG", quality=_QUALITY)
