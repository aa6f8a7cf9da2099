"""General words of result tables: what a header, row label or group names when it names neither a model nor a
benchmark.

Kinds of words only. No model, vendor or benchmark is named here; names come from the vocabulary.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _of(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.replace("\n", " ").split(",") if word.strip())


@lru_cache(maxsize=65536)
def word_list(words: str) -> frozenset[str]:
    """The words of a text that spaces part."""
    return frozenset(words.split())


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """Lower case, inner punctuation to single spaces: for comparing labels."""
    return " ".join(re.sub(r"[^\w%#&+]+|_", " ", text.lower()).split())


LANGUAGES = _of(
    """english, chinese, french, german, spanish, italian, portuguese, japanese, korean, russian, arabic, hindi,
    thai, vietnamese, indonesian, turkish,
    dutch, polish, czech, swedish, danish, finnish, norwegian, greek, hebrew, ukrainian, romanian, hungarian,
    bengali, urdu, tamil, telugu, marathi, swahili,
    yoruba, malay, filipino, tagalog, persian, farsi, cantonese, mandarin, catalan, serbian, croatian, bulgarian,
    slovak, amharic, hausa, igbo, zulu, burmese,
    khmer, lao, kazakh, mongolian, nepali, sinhala, gujarati, kannada, malayalam, punjabi, icelandic, estonian,
    latvian, lithuanian, slovenian, basque,
    galician, irish, welsh, afrikaans, somali, uzbek, simplified chinese, traditional chinese, brazilian portuguese,
    portuguese brazil, chinese simplified,
    chinese traditional, en, zh, fr, de, es, it, pt, ja, jp, ko, kr, ru, ar, hi, th, vi, id, cn,
    英语, 中文, 法语, 德语, 日语,
    韩语, 俄语, 阿拉伯语, 印地语, 西班牙语"""
)
PROGRAMMING_LANGUAGES = _of(
    "python, java, c++, cpp, c, c#, csharp, javascript, js, typescript, ts, go, golang, rust, php, ruby, "
    "swift, kotlin, bash, shell, sql, scala, perl, lua, r, julia, haskell, d, racket"
)
CATEGORY_WORDS = _of(
    """general, knowledge, reasoning, math, maths, mathematics, mathematical, code, coding, programming, language,
    languages, understanding, science, sciences, stem,
    instruction, following, alignment, agent, agents, agentic, tool, tools, use, calling, function, safety, long,
    context, multilingual, multilinguality, vision,
    visual, image, images, video, audio, speech, text, document, documents, chart, charts, ocr, gui, grounding,
    spatial, perception, commonsense, common, sense, comprehension,
    reading, world, writing, creative, chat, dialogue, conversation, factuality, hallucination, truthfulness, tasks,
    task, benchmarks, benchmark, evaluation, evaluations,
    abilities, ability, capabilities, capability, problem, problems, solving, competition, competitive, software,
    engineering, academic, exam, exams, examination,
    retrieval, search, research, health, healthcare, medical, medicine, finance, legal, law, translation,
    summarization, generation, editing, recognition,
    question, answering, qa, logic, logical, planning, humanities, social, others, other, overall, human,
    preference, popular, aggregated, robustness, steerability,
    comprehensive, experience, user, multimodal, multi, modal, multimodality, cross, fundamental, professional,
    domain, specific, short, counting, 3d, 2d, graphical,
    interface, interaction,
    performance, and, of, the, in, for, with, to, on, &, puzzles, embodied, biology, chemistry, physics,
    economics, computer, everyday,
    综合, 知识, 推理, 数学, 代码, 编程, 中文, 英文, 语言, 理解, 安全, 对齐, 长文本, 多语言, 智能体,
    工具, 通用, 医疗, 法律"""
)
AVERAGE = re.compile(
    r"^(?:(?:overall|macro|micro|weighted|total|mean|downstream|task)\s)*(?:average|avg|mean|overall|total"
    r"|gmean|all|平均|平均分|总分|总体|综合)(?:\s(?:score|acc|accuracy|performance|avg|average))?$",
    re.I,
)
METRICS = re.compile(
    r"""^\W*(?:(?:length[- ]controlled|lc|macro|micro|weighted|strict|relaxed|exact|top[- ]?\d|overall|average
    |avg\.?|mean|total|final|hidden|max|normali[sz]ed|test|val|human|model|hard|public|private)[\s_/-]*)*
    (?:acc(?:uracy|\.)?|em|exact[- ]match|f1|f1[- ]score|bleu(?:-?\d)?|rouge(?:-?[l\d])?|chrf(?:\+\+)?
    |comet(?:-\d+)?|xcomet|bleurt|bertscore|meteor|cider|anls\*?|ned|edit[- ]distance|wer|cer|sim|
    ppl|perplexity|bpb|bpc|bpw|loss|elo|elo[- ]rating|elo[- ]score|rating|percentile|score|scores|points?
    |win[- ]?rates?|win|wins|tie|lose|loss|correct|resolved|%[- ]resolved|resolve[- ]rate|
    pass(?:@|\^|\s?)\d*|pass[- ]rate|success[- ]rate|success|recall(?:@\d+)?|precision(?:@\d+)?
    |ndcg(?:@\d+)?|mrr(?:@\d+)?|map|auc|auroc|mae|mse|rmse|fid|iou|miou|psnr|ssim|dice|
    refusal[- ]rate|hallucination[- ]rate|attack[- ]success[- ]rate|asr|not[_ ]unsafe|harmless(?:ness)?|rate
    |(?:avg|mean|cons|maj|best|pass|bo)\s?@\s?\d+|average@\d+|accuracy[- ]rate|
    performance|results?|values?|指标|准确率|得分|分数|成绩)\b[\s%(){}（）↑↓.*\w@/-]{0,24}$""",
    re.I | re.X,
)
"""A label that is only the name of a measure."""

NOT_A_SCORE = re.compile(
    r"""(?:^|[^a-z])(?:\#?\s?(?:total\ |activated\ |active\ |act\.?\ |non-?emb(?:edding)?\ |model\ |trainable\ 
    |nb\.?\ |num\.?\ |number\ of\ )*(?<!\db\ )(?<!\dm\ )params?\.?(?:eters?)?(?:\ ?/\ ?m)?(?=[^a-z]|$)
    |^\W*architecture\W*$|\#\s?(?:training\ |total\ |pre-?training\ |train\ )?tokens?|(?:training
    |pretraining|pre-training|data|total)\ tokens
    |^\W*(?:avg\.?\ |average\ |mean\ )?length\W*$|tokens?\ (?:count|per|used|consumed|budget)|token\ (?:usage
    |count|cost|consumption)
    |avg\.?\ (?:tokens?|length|turns?|steps|tool\ calls)|output\ tokens|input\ tokens|response\ length
    |output\ length|reasoning\ tokens|thinking\ tokens
    |layers?(?=[^a-z]|$)|(?:query|head|hidden|key|value|embedding|latent)\ dimension|(?:shared|routed
    |activated|active|total)\ experts?|experts?\ (?:per|count)|\#\s?(?:of\ )?(?:experts|heads|layers)
    |attention\ heads|heads?(?=\ \(|$)|hidden\ (?:size|dim)|d_?model|d_?ffn|d_?head|vocab(?:ulary)?(?:\ size)?
    |embedding\ dim|^\W*(?:embedding\ )?dimensions?\W*$
    |flops?|latency|throughput|tokens?/s|tok/s|tokens?\ per\ s|tps(?=[^a-z]|$)|tpf(?=[^a-z]|$)|tpot|ttft
    |speed(?:-?\ ?up)?s?(?=[^a-z]|$)|decod(?:e|ing)\ \(|prefill|time-to-first|(?:inference|generation|training
    |elapsed|total)?\ ?time\ (?:for|per|to|\()|\((?:s|secs?|seconds|ms|hours|min)\)|time\ per\ |\((?:us|µs|μs)\)
    |inference\ time|runtime|run\ time|wall[- ]?clock|fps(?=[^a-z]|$)
    |prices?|pricing|costs?(?=[^a-z]|$)|\$|usd(?=[^a-z]|$)|per\ (?:1m|million)\ tokens|^\W*memory(?:\ ?\(
    |\ usage|\ footprint|\ cost|\W*$)|(?:peak|gpu|kv|cache|mem\.?)\ (?:memory|footprint|cache)|vram|gib(?=[^a-z]
    |$)|\(?[gm]b\)|footprint|disk|file\ size|model\ size|checkpoint\ size
    |^\W*licen[cs]es?\W*$|release(?:d)?\ date|release[ds]?$|launch\ date|cut-?off|(?:knowledge
    |training)\ (?:cutoff|data$)|download|links?$|url|hugging\ ?face|model\ ?scope|weights$|repo(?:sitory)?$
    |checkpoints?$|quanti[sz]ation
    |gpus?(?:[- ]?hours)?|power\ consumption|carbon|emission|energy\ (?:use|consumption)|greenhouse
    |training\ time|training\ costs?|batch\ size|^\W*bs\W|learning\ rate|(?:peak|max|min(?:imum)?)\ lr|^lr$
    |warm-?up|optimi[sz]er|epochs?(?=[^a-z]|$)|\#?\s?(?:training\ )?steps?$
    |sequence\ length|seq\.?\ len|max(?:imum)?\ (?:output|length|tokens|context|batch)|generation\ length
    |effective\ length|claimed\ length|context\ (?:window|size)
    |(?:claim|word|token|char(?:acter)?|sentence|sample|call|item)s?\ counts?\W*$
    |^\W*batch\ ?=|^\W*(?:input|output)_length
    |\#\s?(?:of\ )?(?:samples?|examples?|questions?|prompts?|problems?|instances?|images?|videos?|items?
    |tasks?|languages?|categories|turns|test)|number\ of\ (?:samples|examples|questions|prompts|problems
    |instances|items|tasks|documents|languages|parameters|layers)
    |dataset\ size|data\ (?:size|volume|source)|proportion|^size\ (?:\(|/)|sampling\ ratio|mixture|^epoch
    |^\W*(?:papers?|(?:online\ )?demos?|references?|citations?)\W*$
    |^rank(?:ing)?$|^\#$|^votes$|^year$|^date$|^version$|^author
    |^\W*(?:model\ )?(?:providers?|organi[sz]ations?|vendors?|developers?|compan(?:y|ies)|creators?|makers?
    |publishers?|厂商|机构|公司)\W*$|^\W*(?:n|(?:total\ )?samples?|sample\ size|样本数?)\W*$|^avg\.?\s?tok
    |^\W*tokens?\ ?\(|(?:eval(?:uation)?|run|test)\ date\W*$
    |^\W*(?:avg\.?\ |average\ )?(?:performance\ |accuracy\ |score\ )?retention(?:\ rate|\ ratio)?\W*(?:\(%\))?$
    |^deliverable|^tpf$|tokens?\ ?/\ ?(?:forward|step|s(?:ec)?)(?=[^a-z]|$)|acceptance\ (?:rate|length)
    |accept(?:ed)?\ len|compression\ ratio|bits\ per\ weight|sparsity|utili[sz]ation|mfu|bandwidth|qps(?=[^a-z]
    |$)|参数量|下载|许可|速度|延迟|显存)""",
    re.I | re.X,
)
"""A row or column that describes or costs a model instead of scoring it."""

UNCERTAINTY = re.compile(
    r"^\W*(?:95\s?%?\s?)?(?:ci|c\.i\.|confidence intervals?|std(?:\.|err|ev)?(?:\s?(?:error|dev\.?"
    r"|deviation))?|standard (?:error|deviation)|s\.?e\.?m?\.?|±|error|margin of error|variance"
    r"|var\.?)(?:\s?\(?95\s?%\)?)?\W*$",
    re.I,
)
DIFFERENCE = re.compile(
    r"^\W*[Δ∆δ]|^\W*(?:delta|diff(?:erence)?s?|gain|gap|improvement|improv\.|change|abs\.? gain|rel\.? gain"
    r"|relative (?:improvement|change|gain))\b|[Δ∆]\s*$",
    re.I,
)

BENCHMARK_HEADER = re.compile(
    r"^\W*(?:evaluation |eval |test )?(?:benchmarks?|tasks?|data ?sets?|evaluations?|evals?|tests?|test sets?"
    r"|benchmark names?|task names?|subjects?|contests?|competitions?"
    r"|评测集?|任务|数据集|基准|基准测试|评估|评估项目|测试集|評估)"
    r"(?:\s?[(/（].*)?\W*$",
    re.I,
)
MODEL_HEADER = re.compile(
    r"^\W*(?:(?:base |chat |language |reasoning |reward |judge |vision |our )?models?|model names?|model ids?"
    r"|model variants?|llms?|lms?|methods?|systems?|approach(?:es)?|strateg(?:y|ies)|recipes?|variants?"
    r"|evaluator lm|agents?|模型|模型名称"
    r"|方法)(?:\s?[(/（].*)?\W*$",
    re.I,
)
CATEGORY_HEADER = re.compile(
    r"^\W*(?:categor(?:y|ies)|domains?|capabilit(?:y|ies)|areas?|modalit(?:y|ies)|task types?|types?|groups?"
    r"|fields?|skills?|dimensions?|aspects?|source|open[- ]source|open|public|access|类别|领域|能力|维度"
    r"|开源/闭源|类型)\W*$",
    re.I,
)
SETTING_HEADERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("shots", re.compile(r"^[\\#\W]*(?:num(?:ber)? of |n[-_ ]?|no\. of |few[- ])?shots?(?:\(s\))?\W*$", re.I)),
    ("axis", re.compile(r"^Axis$")),
    ("metric", re.compile(r"^\W*(?:eval(?:uation)? )?metrics?(?: name)?\W*$|^\W*(?:measure|指标)\W*$", re.I)),
    (
        "context",
        re.compile(
            r"^\W*(?:context(?: length| window| size| type)?|(?:setting ?/ ?)?(?:input |sequence )?length"
            r"|max length|seq\.? len)\W*$",
            re.I,
        ),
    ),
    ("language", re.compile(r"^\W*(?:languages?|lang\.?|locale|语言)(?:[ _-]?(?:id|code|tag|name))?\W*$", re.I)),
    ("split", re.compile(r"^\W*(?:split|subset|partition|test split)\W*$", re.I)),
    ("version", re.compile(r"^\W*(?:versions?|date|release|revision)\W*$", re.I)),
    ("prompting", re.compile(r"^\W*(?:prompts?|prompting|prompt (?:type|style|format))\W*$", re.I)),
    ("thinking", re.compile(r"^\W*(?:thinking(?: mode)?|reasoning(?: mode)?|think)\??\W*$", re.I)),
    ("effort", re.compile(r"^\W*(?:reasoning |thinking )?(?:effort|level)\W*$", re.I)),
    ("tools", re.compile(r"^\W*(?:tools?|with tools|tool use)\??\W*$", re.I)),
    ("harness", re.compile(r"^\W*(?:harness|scaffold(?:ing)?|framework|agent framework|agent scaffold)\W*$", re.I)),
    ("grader", re.compile(r"^\W*(?:grader|judge|evaluators?|judge model)\W*$", re.I)),
    ("size", re.compile(r"^\W*(?:size|model size|scale|\#?\s?params?\.?|parameters|\#?\s?param|大小)\W*$", re.I)),
    (
        "setting",
        re.compile(
            r"^\W*(?:settings?|config(?:uration)?s?|modes?|setup|conditions?|notes?|remarks?|comments?|备注|设置"
            r"|descriptions?|problems|questions|(?:additional |other )?(?:hyper-?parameters?|arguments|params))\W*$",
            re.I,
        ),
    ),
)
"""Columns that say how a row was run; the first that matches counts."""

HUMAN = re.compile(
    r"^\W*(?:average |avg\.? |expert |non-?expert |skilled |median |best |top |phd "
    r"|domain )*humans?(?:[- ](?:experts?|level|performance|baseline|average|annotators?"
    r"|avg\.?))*\W*(?:\(.*\))?$|^\W*(?:random(?: (?:chance|guess(?:ing)?|baseline|choice))?|chance(?: level)?"
    r"|majority(?: (?:class|baseline|vote))?|人类|随机)\W*$",
    re.I,
)
"""A row or column that is no model: people, chance, majority."""

MODEL_GROUP = re.compile(
    r"\b(?:open|closed)[- ]?(?:source|weights?)?d?\b.{0,24}\b(?:models?|llms?)|\bproprietary\b"
    r"|\bclosed[- ]?source\b|\bopen[- ]?(?:source|weights?)\b|\b(?:base|chat|instruct|instruction[- ]tuned"
    r"|pretrained|pre-trained|"
    r"reasoning|non-reasoning|frontier|small|medium|large|dense|moe|hybrid|specialist|generalist|other|our"
    r"|baseline|competing|state-of-the-art|sota|transformer|ssm|api|commercial|vision|language|multimodal|omni"
    r"|"
    r"unified|\d+(?:\.\d+)?b)\b[- ]?.{0,24}\b(?:models?|llms?|vlms?|lmms?|mllms?|baselines|checkpoints"
    r"|family)\b|^\W*(?:baselines?|ours|models?|open|closed|闭源|开源)\W*$",
    re.I,
)
"""A group heading over models."""


@lru_cache(maxsize=65536)
def is_average(label: str) -> bool:
    """Whether a label names a summary over benchmarks."""
    return bool(AVERAGE.match(squeeze(label)))


@lru_cache(maxsize=65536)
def is_metric(label: str) -> bool:
    """Whether a label is only the name of a measure ("Pass@1", "Accuracy (%)", "Elo rating")."""
    return len(label) < 48 and bool(METRICS.match(label.strip()))


@lru_cache(maxsize=65536)
def is_language(label: str) -> bool:
    """Whether a label is only a natural or programming language, or a translation direction."""
    plain = squeeze(re.sub(r"\(.*?\)", " ", label)) or squeeze(label)
    if plain in LANGUAGES or plain in PROGRAMMING_LANGUAGES or label.strip().lower() in PROGRAMMING_LANGUAGES:
        return True
    pair = re.fullmatch(r"([^\W\d_]{1,12})\s?(→|->|⇒|⇔|↔|-|–|>|\bto\b|\b2\b)\s?([^\W\d_]{1,12})", label.strip().lower())
    if pair is None:
        return False
    known = [side in LANGUAGES or side in ("xx", "x", "any", "all") for side in (pair.group(1), pair.group(3))]
    return all(known) or pair.group(2) in "→⇒⇔↔"


@lru_cache(maxsize=65536)
def is_category(label: str) -> bool:
    """Whether a label is made of words for fields of ability only ("Reasoning & knowledge", "Code")."""
    plain = squeeze(re.sub(r"\(.*?\)", " ", label))
    words = plain.split()
    return bool(words) and len(words) <= 9 and all(word in CATEGORY_WORDS or word in LANGUAGES for word in words)


_FRAGMENT = re.compile(
    r"^\W*(?:(?:w/o?|with|without|no|non|half|full|w/|single|multiple|zero|few|one|audio|text|easy|medium|hard"
    r"|short|long|lite|extra|simple|complex|low|high|max|min|small|large|seen|unseen|"
    r"\d+-?shots?|shots?|public|private|test|val(?:idation)?|dev|train|standard|strict|loose|prompt"
    r"|instruction|level|turn|stage|part|set|subset|split|average|avg|retail|airline|telecom|market|banking"
    r"|attempts?|"
    r"\d+[km]?|\d+(?:\.\d+)?[kmb]|in|out|and|or|mode|book|context|tools?|cot|pass@\d+|cons@\d+|avg@\d+"
    r"|needles?|pointwise|\(|\)|->|→)[\s\-_/:,()&+.]*)+\W*$",
    re.I,
)


@lru_cache(maxsize=65536)
def is_fragment(label: str) -> bool:
    """Whether a label only makes sense under an outer one: a language, a length, a measure, a mode, a part
    ("easy", "no tools", "32K", "Average")."""
    label = re.sub(r"^\W*[Δ∆]\s*", "", label)
    return is_average(label) or is_metric(label) or is_language(label) or bool(_FRAGMENT.match(label.strip()))


COST_TOPIC = re.compile(
    r"\b(?:memory (?:usage|footprints?|consumption|requirements?)|gpu mem(?:ory)?|throughput|latency"
    r"|(?:inference|decoding|generation|training|prefill(?:ing)?|serving) (?:speed|efficiency|cost|costs|time"
    r"|performance)|speed-?ups?|tokens? per second|"
    r"tokens/s|tps|flops|training (?:costs?|data|hyper-?parameters?|configurations?)|hyper-?parameters?"
    r"|gpu hours|carbon|pric(?:e|es|ing)|data (?:mixture|statistics|composition)|model (?:architecture"
    r"|configurations?|sizes?)|"
    r"architect(?:ure|ural) (?:details?|config\w*)|hardware|system requirements|parameter counts?"
    r"|checkpoint sizes?|accept(?:ance|ed) length|speculative decoding|properties of|parallelism|sharding"
    r"|dataset statistics|显存|吞吐|延迟)\b",
    re.I,
)
"""What a caption says of a table that costs, sizes or describes models."""


DESCRIBED = re.compile(
    r"\b(?:params?|parameters|latency|throughput|speed-?up|time (?:per|for|to)|prices?"
    r"|costs?|memory|flops|gpu hours)\b|\((?:us|µs|μs|ms|gb|mb)\)",
    re.I,
)
"""An outer header that makes all columns under it descriptions or costs."""
