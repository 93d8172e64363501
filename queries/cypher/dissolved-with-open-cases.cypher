// title.en: Companies dissolved while a case was open
// title.zh: 案件未结即注销的公司
// answers.en: Defendants whose dissolution may lie after the case was filed and before it was closed; 终本 does not close a case. A dismissed or settled case without a closing day is shown with its outcome.
// answers.zh: 注销日可能在立案之后、结案之前的被告；终本不视为结案。已驳回或和解而无结案日者列出其结果。
// columns: company, name, status, dissolved, number, court, kind, claimant, claimant_name, amount, currency, filed, closed, outcome, standing, source, row, own_source, own_row
MATCH (k:Party)-[s:SUED]->(c:Party)
WHERE c.dissolved_last IS NOT NULL
  AND (s.filed_first IS NULL OR s.filed_first <= c.dissolved_last)
  AND (s.closed_last IS NULL OR s.closed_last >= c.dissolved_first)
RETURN c.id AS company, c.name AS name, c.status AS status, c.dissolved AS dissolved, s.number AS number, s.court AS court,
  s.kind AS kind, CASE WHEN k.kind = 'not_named' THEN null ELSE k.id END AS claimant, k.name AS claimant_name,
  s.amount_text AS amount, s.currency AS currency, s.filed AS filed, s.closed AS closed, s.outcome AS outcome,
  s.standing AS standing, s.source AS source, s.row AS row, c.source AS own_source, c.row AS own_row
ORDER BY company, coalesce(filed, '9999'), coalesce(number, ''), source, row
