// title.en: What a debtor declared, and whose it is recorded as
// title.zh: 财产报告与登记对照
// answers.en: Assets that a debtor declared to the court, with those to whom the register gives title. A declaration in words alone has no asset and is in the report, not here.
// answers.zh: 债务人向法院申报的财产及登记权利人。仅以文字申报者无财产编号，见报告，不在此列。
// parameter: party party id - — The debtor | 债务人
// columns: asset, kind, name, value, currency, declared_on, covers_from, titled, standing, source, row
MATCH (p:Party {id: $party})-[d:DECLARED]->(a:Asset)
OPTIONAL MATCH (o:Party)-[:HOLDS_TITLE]->(a)
WITH d, a, o ORDER BY o.id
WITH d, a, collect(DISTINCT o.id) AS titled
RETURN a.id AS asset, a.kind AS kind, a.name AS name, d.value_text AS value, d.currency AS currency,
  d.declared_on AS declared_on, d.covers_from AS covers_from, titled, d.standing AS standing, d.source AS source, d.row AS row
ORDER BY coalesce(d.declared_on_first, 99999999), asset, source, row
