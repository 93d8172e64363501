// title.en: Holders who left around a day
// title.zh: 某日前后退出的股东
// answers.en: Holders of a party whose holding ended, or may have ended, within so many days before or after a day, with what they held.
// answers.zh: 在某日前后若干天内（或可能在内）退出某主体的股东及其持股。
// parameter: party party id - — The company | 公司
// parameter: on date day - — The day, such as the service of the writ | 基准日，如送达日
// parameter: days whole days 365 — How many days before and after | 前后天数
// columns: holder, name, kind, share, starts, ends, subscribed, paid, currency, standing, source, row
MATCH (c:Party {id: $party})<-[o:OWNS]-(h:Party)
WHERE o.ends_first <= $on_day + $days AND o.ends_last >= $on_day - $days
RETURN h.id AS holder, h.name AS name, h.kind AS kind, o.share_text AS share, o.starts AS starts, o.ends AS ends,
  o.subscribed_text AS subscribed, o.paid_text AS paid, o.currency AS currency, o.standing AS standing,
  o.source AS source, o.row AS row
ORDER BY o.ends_first, holder, source, row
