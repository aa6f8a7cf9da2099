-- What the judges cost: exchanges, tokens, time and money, by provider and model. An exchange that served several findings counts once.
WITH exchanges AS (
    SELECT DISTINCT j.provider, j.model, j.question, t.started, t.number, t.latency, t.usage, t.cost_usd, t.raw, t.error
    FROM attempts AS t
    JOIN judgements AS j ON j.key = t.judgement_key
)
SELECT g.provider, g.model, g.judgements, g.unanswered, count(e.started) AS exchanges, sum(e.error IS NOT NULL) AS failed,
    sum(json_extract(e.usage, '$.input_tokens')) AS input_tokens, sum(json_extract(e.usage, '$.output_tokens')) AS output_tokens,
    sum(json_extract(e.usage, '$.cached_tokens')) AS cached_tokens,
    round(sum(e.latency), 1) AS seconds, round(sum(e.cost_usd), 4) AS usd
FROM (
    SELECT provider, model, count(DISTINCT id) AS judgements, count(DISTINCT iif(verdict = 'unanswered', id, NULL)) AS unanswered
    FROM judgements GROUP BY provider, model
) AS g
LEFT JOIN exchanges AS e ON e.provider = g.provider AND e.model = g.model
GROUP BY g.provider, g.model
ORDER BY usd DESC, g.provider, g.model;
