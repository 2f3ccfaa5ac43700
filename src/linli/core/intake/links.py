"""Files that were not sent: only a link to a drive or to a mail service's store came."""

import re
from collections.abc import Iterator, Sequence

_STORE_WORDS = re.compile(
    "超大附件|云附件|大附件|文件中转站|网盘|提取码|微云|云盘|中转站|文件快传|OneDrive|天翼云|彩云|奶牛快传|文叔叔",
    re.IGNORECASE,
)
# A question may speak of a drive and of sizes, too.
_EVIDENCE = re.compile(r"https?://|到期|过期|有效期|提取码\s{0,4}[:：]?\s{0,4}[A-Za-z0-9]{4}\b")
_STORE_HOSTS = re.compile(
    r"https?://(?:[\w-]{1,40}\.){0,3}?(?:pan\.baidu\.com/s|yun\.baidu\.com/s|pan\.quark\.cn/s|weiyun\.com/|(?:aliyundrive|alipan)\.com/s"
    r"|123pan\.com/s|lanzou\w?\.com/|lanzn\.com/|cloud\.189\.cn/|(?:cai)?yun\.139\.com/|mail\.10086\.cn/\S*(?:disk|down|share)|115\.com/s"
    r"|pan\.xunlei\.com/s|wenshushu\.cn/|wss\.ink/|cowtransfer\.com/s|1drv\.ms/|onedrive\.live\.com/|[\w-]{1,40}\.sharepoint\.com/:"
    r"|drive\.google\.com/|dropbox\.com/s|wetransfer\.com/|we\.tl/|(?:wx\.)?mail\.qq\.com/\S*(?:ftn|download|largeattach)"
    r"|dashi\.163\.com/|(?:fs|mail)\.163\.com/\S*(?:fs|filehub|cloud|display)|drive\.weixin\.qq\.com/|kdocs\.cn/l|f\.ws59\.cn/"
    r"|docs\.qq\.com/|jianguoyun\.com/p)[^\s\"'<>]{0,300}",
    re.IGNORECASE,
)
# The extension and the size are found first: a search for the stem would try it at every letter.
_SIZED = re.compile(
    r"\.(?:zip|rar|7z|docx?|pdf|jpe?g|png|wps|heic|mp4)(?=\s{0,4}[(（]?\s{0,4}\d{1,4}(?:\.\d{1,3})?\s?[KMG])",
    re.IGNORECASE,
)
_STEM = re.compile(r"[^\s<>()（）/\\:：]{1,80}$")
_SHARED_NAME = re.compile(
    r"(?:分享的?文件|文件名称?)[:：]?\s{0,4}([^\s<>()（）/\\:：]{1,80}\.(?:zip|rar|7z|docx?|pdf|jpe?g|png|wps))",
    re.IGNORECASE,
)
_UNNAMED = "未命名的超大附件"


def unsent_files(text: str, *, links: Sequence[str] = ()) -> tuple[str, ...]:
    """Name the files of which a mail holds only the link; one without a name as well.

    ``links`` are the addresses behind the words of an HTML body. Nothing is followed.
    """
    leads_to_store = bool(_STORE_HOSTS.search(text)) or any(map(_STORE_HOSTS.match, links))
    names = [*_sized_names(text), *_SHARED_NAME.findall(text)]
    tells_of_store = _STORE_WORDS.search(text) and (names or _EVIDENCE.search(text))
    if not (leads_to_store or tells_of_store):
        return ()
    return tuple(dict.fromkeys(names)) or (_UNNAMED,)


def _sized_names(text: str) -> Iterator[str]:
    for match in _SIZED.finditer(text):
        stem = _STEM.search(text[max(match.start() - 80, 0) : match.start()])
        if stem:
            yield stem[0] + match[0]
