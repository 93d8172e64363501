// title.en: What was changed after a day
// title.zh: 某日之后的变更登记
// answers.en: Changes recorded for a party from a day on: name, seat, officers, holders, capital, status; a change without a day is kept, last.
// answers.zh: 某主体自某日起的变更登记：名称、住所、人员、股东、资本、状态；无日期者保留，列于最后。
// parameter: party party id - — The party | 主体
// parameter: after date day - — The first day that counts, such as the judgment | 起算日，如判决日
// columns: item, before, after, date, notice, standing, source, row
MATCH (p:Party {id: $party})-[s:CHANGED]->(c:Change)
WHERE c.date_last IS NULL OR c.date_last >= $after_day
RETURN c.item AS item, c.before AS before, c.after AS after, c.date AS date, c.notice AS notice, s.standing AS standing,
  s.source AS source, s.row AS row
ORDER BY coalesce(c.date_first, 99999999), item, source, row
