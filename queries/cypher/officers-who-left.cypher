// title.en: Officers who left around a day
// title.zh: 某日前后离任的人员
// answers.en: Officers of a party whose post ended, or may have ended, within so many days before or after a day.
// answers.zh: 在某日前后若干天内（或可能在内）离任的某主体任职人员。
// parameter: party party id - — The company | 公司
// parameter: on date day - — The day, such as the writ | 基准日，如起诉日
// parameter: days whole days 365 — How many days before and after | 前后天数
// columns: officer, name, role, post, starts, ends, standing, source, row
MATCH (c:Party {id: $party})<-[s:SERVES]-(p:Party)
WHERE s.ends_first <= $on_day + $days AND s.ends_last >= $on_day - $days
RETURN p.id AS officer, p.name AS name, s.role AS role, s.post AS post, s.starts AS starts, s.ends AS ends,
  s.standing AS standing, s.source AS source, s.row AS row
ORDER BY s.ends_first, officer, source, row
