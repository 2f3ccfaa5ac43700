"""The papers that go with an application, in the groups of the notice, and what each is for.

Source: D0 三(一)6; requirements B10-B15.
"""

from dataclasses import dataclass

from linli.core.papers.kinds import MaterialKind

ALWAYS, WHEN_THERE, HOLDERS = "必须提供", "查得到的提供", "有的才提供"
_K = MaterialKind


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """One item of the notice's list: its kinds, who hands it in, where it is to be had, the clause."""

    name: str
    title: str
    condition: str
    text: str
    kinds: tuple[MaterialKind, ...]
    clause: str

    @property
    def is_for_everyone(self) -> bool:
        """Tell what everybody is asked for from what only some have."""
        return self.condition in (ALWAYS, WHEN_THERE)


GROUPS = (
    MaterialGroup(
        "identity",
        "身份证明",
        ALWAYS,
        "身份证正反两面，或者户口簿上本人的一页。二选一即可。",
        (_K.ID_CARD_FRONT, _K.ID_CARD_BACK, _K.HUKOU),
        "D0 三(一)6(1)",
    ),
    MaterialGroup(
        "study",
        "毕业证、学位证",
        ALWAYS,
        "已经拿到毕业证的，交毕业证和学位证；还没有拿到的，交《教育部学籍在线验证报告》，在学信网“学籍查询”里下载。",
        (_K.DIPLOMA, _K.DEGREE_CERTIFICATE, _K.ENROLLMENT_REPORT),
        "D0 三(一)6(2)",
    ),
    MaterialGroup(
        "record",
        "学历证书电子注册备案表",
        WHEN_THERE,
        "在学信网“学历查询”里下载。学信网上暂时查不到的，可以以后补交，不影响提交。",
        (_K.EDUCATION_RECORD,),
        "D0 三(一)6(3)",
    ),
    MaterialGroup(
        "honours",
        "荣誉证书",
        HOLDERS,
        "国家级、省级、市级（含校级）、院（系）级的优秀学生干部、三好学生、优秀毕业生等。",
        (_K.HONOR_NATIONAL, _K.HONOR_PROVINCIAL, _K.HONOR_MUNICIPAL, _K.HONOR_DEPARTMENT),
        "D0 三(一)6(4)",
    ),
    MaterialGroup(
        "low_income",
        "低保家庭证明",
        "低保家庭毕业生提供",
        "由所在县（市、区）民政部门出具。不提供的不影响报名，只是不按优先对待。",
        (_K.LOW_INCOME_PROOF,),
        "D0 三(一)6(5)",
    ),
    MaterialGroup(
        "veteran",
        "入伍、退役证明",
        "退役大学生士兵提供",
        "两样都要。不提供的不影响报名，只是不按优先对待。",
        (_K.ENLISTMENT_PROOF, _K.DISCHARGE_PROOF),
        "D0 三(一)6(6)",
    ),
)
