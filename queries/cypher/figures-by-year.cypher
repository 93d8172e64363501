// title.en: A company's figures by year
// title.zh: 历年财务数据
// answers.en: What annual reports and accounts say of a party, year by year; an empty cell is not reported, not zero.
// answers.zh: 年报与财务报表所载某主体历年数据；空白为未公示，不等于零。
// parameter: party party id - — The company | 公司
// columns: year, equity, total_assets, liabilities, revenue, profit, tax_paid, insured_staff, dormant, audited, currency, standing, source, row
MATCH (p:Party {id: $party})-[s:REPORTED]->(a:Accounts)
RETURN a.year_end AS year, a.equity_text AS equity, a.total_assets_text AS total_assets, a.liabilities_text AS liabilities,
  a.revenue_text AS revenue, a.profit_text AS profit, a.tax_paid_text AS tax_paid, a.insured_staff AS insured_staff,
  a.dormant AS dormant, a.audited AS audited, a.currency AS currency, s.standing AS standing, s.source AS source, s.row AS row
ORDER BY coalesce(a.year_end_first, 99999999), source, row
