"""What the Audit page says of the trail's state, in both languages."""

from __future__ import annotations

TRAIL: dict[str, tuple[str, str]] = {
    "act_sealed": ("封存", "sealed"),
    "trail_whole": ("记录完整", "the trail is whole"),
    "trail_broken": ("记录不完整", "the trail is not whole"),
    "trail_entries": ("条目", "Entries"),
    "trail_head": ("末条散列", "Hash of the last"),
    "trail_root": ("默克尔根（RFC 6962，SHA-256）", "Merkle root (RFC 6962, SHA-256)"),
    "trail_not_alone": (
        "散列链本身不能阻止工作区的持有人整体改写：请签名，并将签名的记录头留存一份于他处（或取得时间戳、交公证或司法存证平台）。",
        "A chain of hashes does not by itself stop the owner of a workspace from rewriting it whole: sign it, and keep the signed head elsewhere too (or have it stamped, notarised, or deposited).",
    ),
    "heads_signed": ("签名的记录头", "Signed heads"),
    "heads_none": (
        "尚未签名。私钥由您自己在终端生成和保管，从不经过浏览器：",
        "None is signed yet. Your private key is made and used in a terminal, and never passes through the browser:",
    ),
    "head_key": ("密钥指纹", "Key"),
    "head_agrees": ("签名有效，与记录一致", "signature valid, the trail agrees"),
    "head_stamp": ("时间戳", "Time stamp"),
    "head_stamp_unfit": ("时间戳与记录头不符", "a time stamp does not fit"),
    "head_stamped": ("{} · {}（本页不核对其证书：见 verify --root）", "{} · {} (its certificate is not checked here: verify --root)"),
    "head_which": ("记录头", "Head"),
    "head_file": ("下载记录头 JSON", "Head as JSON"),
    "stamp_file": ("时间戳请求 TSQ", "Time-stamp request TSQ"),
    "stamp_note": (
        "请求文件不会被发送；由您提交给时间戳服务机构，收到的答复用 trail stamp-keep 留存。",
        "Nothing is sent: hand the request to a time-stamp service, and keep its answer with trail stamp-keep.",
    ),
    "proof_entry": ("第几条", "Entry number"),
    "proof_file": ("该条的存在证明 JSON", "Proof of this entry as JSON"),
    "proof_note": (
        "只含这一条记录及通向默克尔根（所选记录头的根；其后的条目则为现时的根）的路径，不显示其他记录；用 trail check 核对，无需工作区。",
        "It holds this one entry and its path to the Merkle root of the chosen head (of a later entry: to the root as it stands), and shows no other; trail check reads it without a workspace.",
    ),
}  # fmt: skip
