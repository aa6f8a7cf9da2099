-- What the judges cost: exchanges, tokens, time and money, by provider and model.
SELECT j.provider, j.model, count(DISTINCT j.id) AS judgements, count(t.number) AS exchanges,
    sum(json_extract(t.usage, '$.input_tokens')) AS input_tokens, sum(json_extract(t.usage, '$.output_tokens')) AS output_tokens,
    round(sum(t.latency), 1) AS seconds, round(sum(t.cost_usd), 4) AS usd, sum(j.verdict = 'unanswered') AS unanswered
FROM judgements AS j
LEFT JOIN attempts AS t ON t.judgement_key = j.key
GROUP BY j.provider, j.model
ORDER BY usd DESC, j.provider, j.model;
