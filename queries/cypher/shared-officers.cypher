// title.en: Companies with the same officers
// title.zh: 任职人员重合的公司
// answers.en: Companies in which officers of a party also hold posts; `at_once` says whether the two posts may have run together. A professional director's licence is shown: many posts then mean little.
// answers.zh: 某主体任职人员同时任职的其他公司；at_once 表示两项任职是否可能同期。职业董事、秘书公司注明其许可，任职多不足为据。
// parameter: party party id - — The company whose officers are followed | 起点公司
// columns: other, other_name, officer, officer_name, licence, role, other_role, at_once, standing, other_standing, source, row, other_source, other_row
MATCH (c:Party {id: $party})<-[a:SERVES]-(p:Party)-[b:SERVES]->(other:Party)
WHERE other.id <> c.id
RETURN other.id AS other, other.name AS other_name, p.id AS officer, p.name AS officer_name, p.licence AS licence,
  a.role AS role, b.role AS other_role,
  (a.starts_first IS NULL OR b.ends_last IS NULL OR a.starts_first < b.ends_last)
    AND (b.starts_first IS NULL OR a.ends_last IS NULL OR b.starts_first < a.ends_last) AS at_once,
  a.standing AS standing, b.standing AS other_standing,
  a.source AS source, a.row AS row, b.source AS other_source, b.row AS other_row
ORDER BY other, officer, source, row, other_source, other_row
