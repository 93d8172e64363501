// title.en: Money that came back
// title.zh: 资金回流
// answers.en: Chains of two to four payments that begin and end with a party, each on or after the day of the one before, all within so many days; single payments, totals left out. For exact sums over splits use the leads: they follow money by flow.
// answers.zh: 起止均为某主体的二至四笔付款链，后一笔不早于前一笔，全程在若干天内；仅单笔，不含期间合计。涉及拆分的金额以线索报告为准。
// parameter: party party id - — Where the money began | 资金起点
// parameter: days whole days 30 — Within how many days | 天数
// columns: hands, chain, amounts, currencies, days, standings, rows
MATCH path = (p:Party {id: $party})-[:PAID*2..4]->(q:Party)
WHERE q.id = $party
WITH nodes(path) AS met, relationships(path) AS paid
WHERE all(m IN paid WHERE m.date_first IS NOT NULL AND m.date_to IS NULL AND coalesce(m.status, 'done') = 'done')
  AND all(i IN range(1, size(paid) - 1) WHERE paid[i].date_last >= paid[i - 1].date_first)
  AND paid[size(paid) - 1].date_first - paid[0].date_last <= $days
  AND all(n IN met[1..size(met) - 1] WHERE n.id <> $party)
RETURN size(paid) AS hands, [n IN met | n.id] AS chain, [m IN paid | m.amount_text] AS amounts,
  [m IN paid | m.currency] AS currencies, [m IN paid | m.date] AS days, [m IN paid | m.standing] AS standings,
  [m IN paid | m.source + ':' + m.row] AS rows
ORDER BY hands, days, chain, rows
