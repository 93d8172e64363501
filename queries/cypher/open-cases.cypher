// title.en: Open cases against a party
// title.zh: 对其未结的案件
// answers.en: Cases with a party as defendant that have no closing day or close after a day; 终本 does not close a case.
// answers.zh: 以某主体为被告、无结案日或结案日在某日之后的案件；终本不视为结案。
// parameter: party party id - — The defendant | 被告
// parameter: on date day 9999-12-31 — The day asked for | 查询日
// columns: number, court, kind, claimant, claimant_name, amount, outstanding, currency, filed, closed, outcome, standing, source, row
MATCH (c:Party {id: $party})<-[s:SUED]-(k:Party)
WHERE (s.filed_first IS NULL OR s.filed_first <= $on_day) AND (s.closed_last IS NULL OR s.closed_last > $on_day)
RETURN s.number AS number, s.court AS court, s.kind AS kind, CASE WHEN k.kind = 'not_named' THEN null ELSE k.id END AS claimant,
  k.name AS claimant_name, s.amount_text AS amount, s.outstanding_text AS outstanding, s.currency AS currency,
  s.filed AS filed, s.closed AS closed, s.outcome AS outcome, s.standing AS standing, s.source AS source, s.row AS row
ORDER BY coalesce(s.filed_first, 99999999), coalesce(number, ''), source, row
