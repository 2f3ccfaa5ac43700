"""Who appears in the sample mailbox, and which story each of them tells.

One county has more good applicants than places, so that ranking, reserve and transfer all
have something to do; the others have fewer than places.
"""

from linli.rehearsal import stories
from linli.rehearsal.person import Flaw
from linli.rehearsal.stories import Story

STORIES = (
    Story(stories.plain, "岢岚县", transfer_to=("五寨县", "静乐县")),
    Story(stories.plain, "岢岚县", transfer_to=("神池县",)),
    Story(stories.zipped_with_gbk_names, "岢岚县", transfer_to=()),
    Story(stories.plain, "岢岚县", transfer_to=("宁武县", "五寨县", "偏关县")),
    Story(stories.at_the_last_second, "岢岚县", transfer_to=()),
    Story(stories.with_zip_bomb, "岢岚县", transfer_to=("静乐县", "神池县")),
    Story(stories.sent_twice, "岢岚县", transfer_to=()),
    Story(stories.plain, "岢岚县", transfer_to=()),
    Story(stories.supplemented, "忻府区"),
    Story(stories.plain, "忻府区"),
    Story(stories.form_with_macro_part, "忻府区"),
    Story(stories.with_locked_file, "忻府区"),
    Story(stories.corrected, "忻府区"),
    Story(stories.sent_twice, "原平市"),
    Story(stories.with_path_traversal, "原平市"),
    Story(stories.zipped_in_a_folder, "原平市"),
    Story(stories.forwarded_whole, "代县"),
    Story(stories.supplemented, "代县"),
    Story(stories.forwarded_as_text, "五台县"),
    Story(stories.with_external_entity, "繁峙县"),
    Story(stories.cut_off_form_then_right, "宁武县"),
    Story(stories.copy_without_received, "静乐县"),
    Story(stories.wrong_form_then_right, "定襄县"),
    Story(stories.zipped_with_gbk_names, "河曲县"),
    Story(stories.mail_cut_off_then_whole, "保德县"),
    Story(stories.corrected_too_late, "偏关县"),
    Story(stories.withdrawn_and_back, "五寨县"),
    Story(stories.papers_pasted_into_the_form, "神池县"),
    Story(stories.pictures_without_names, "河曲县"),
    Story(stories.form_on_pdf, "代县"),
    Story(stories.form_on_photo, "原平市"),
    Story(stories.form_forgotten, "五台县"),
    Story(stories.withdrawn, "保德县"),
    Story(stories.late_at_midnight, "忻府区"),
    Story(stories.late_by_a_day, "繁峙县"),
    Story(stories.plain, "忻府区", Flaw.NOT_2024_GRADUATE),
    Story(stories.plain, "代县", Flaw.SCHOOL_OUTSIDE_PROVINCE),
    Story(stories.plain, "原平市", Flaw.NOT_FULL_TIME),
    Story(stories.plain, "宁武县", Flaw.EDUCATION_BELOW_COLLEGE),
    Story(stories.plain, "定襄县", Flaw.ID_CHECKSUM),
    Story(stories.plain, "静乐县", Flaw.BIRTH_MISMATCH),
    Story(stories.plain, "五寨县", Flaw.INTENTION_MISSING),
    Story(stories.plain, "神池县", Flaw.INTENTION_OUTSIDE_CITY),
    Story(stories.plain, "保德县", Flaw.TRANSFER_CONTRADICTORY),
    Story(stories.plain, "偏关县", Flaw.PLEDGE_UNSIGNED),
    Story(stories.plain, "忻府区", Flaw.DIPLOMA_OR_REPORT_MISSING),
    Story(stories.plain, "河曲县", Flaw.IDENTITY_MISSING),
    Story(stories.supplemented_too_late, "忻府区", Flaw.ID_CARD_BACK_MISSING),
)
