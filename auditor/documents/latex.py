"""Short TeX formulas as they occur in cards ("$\\tau^2$-bench", "$72.3_{\\pm 0.4}$", "$\\uparrow$") to styled runs."""

from __future__ import annotations

import re

from auditor.records import Part

FORMULA = re.compile(
    r"\$\$(?P<display>[^$]{1,400})\$\$|\\\((?P<round>.{1,200}?)\\\)|(?<![\\$])(?:(?<!\w)|"
    r"(?=\$[\^_\\{]))\$(?P<inline>(?=\S)[^$\n]{1,200}?(?<=\S))\$(?![\d$])",
    re.DOTALL,
)
_SYMBOLS = {
    "uparrow": "↑", "downarrow": "↓", "rightarrow": "→", "to": "→", "leftarrow": "←", "Uparrow": "⇑",
    "Downarrow": "⇓", "pm": "±", "mp": "∓", "times": "×", "cdot": "·", "sim": "~", "approx": "≈", "simeq": "≃",
    "geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "neq": "≠", "dagger": "†", "ddagger": "‡", "ast": "*",
    "star": "*", "S": "§", "P": "¶", "infty": "∞", "Delta": "Δ", "delta": "δ", "tau": "τ", "alpha": "α",
    "beta": "β", "gamma": "γ", "epsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "phi": "φ", "omega": "ω", "Omega": "Ω", "Sigma": "Σ", "Phi": "Φ", "checkmark": "✓",
    "bullet": "•", "clubsuit": "♣", "spadesuit": "♠", "diamondsuit": "♢", "heartsuit": "♡", "triangle": "△",
    "blacktriangle": "▲", "ldots": "…", "dots": "…", "quad": " ", "qquad": " ", "textasciitilde": "~",
    "textdagger": "†", "textpm": "±", "lt": "<", "gt": ">", "degree": "°", "prime": "′", "circ": "°",
}  # fmt: skip
_BOLD = frozenset({"textbf", "mathbf", "bm", "boldsymbol", "bf", "bfseries", "pmb"})
_UNDERLINE = frozenset({"underline", "uline", "ul"})
_TOKEN = re.compile(r"\\([a-zA-Z]+)\s*\*?|\\(.)|([{}^_~&])|([^\\{}^_~&]+)", re.DOTALL)


def formula_text(match: re.Match[str]) -> str:
    """The TeX inside a match of `FORMULA`."""
    return next(value for value in match.groupdict().values() if value is not None)


def is_formula(tex: str) -> bool:
    """Whether text between dollar signs is TeX rather than two prices: it has a command, a script or a brace, or is
    one symbol or number."""
    return bool(re.search(r"[\\^_{}]", tex)) or bool(re.fullmatch(r"\s*[-+]?[\d.,]+%?\s*|\s*\w\s*", tex))


def styled(tex: str, base: Part) -> list[Part]:
    """The runs of a formula in the style of `base`; unknown commands leave their arguments."""
    parts: list[Part] = []
    stack: list[Part] = []
    style = base
    pending: dict[str, object] = {}
    for match in _TOKEN.finditer(tex[:2000]):
        command, escaped, special, text = match.groups()
        if command is not None:
            if command in _SYMBOLS:
                parts.append(style.model_copy(update={"text": _SYMBOLS[command], **pending}))
                pending = {}
            elif command in _BOLD:
                pending["bold"] = True
            elif command in _UNDERLINE:
                pending["underline"] = True
            elif command in {"textsuperscript", "textsubscript"}:
                pending["script"] = 1 if command == "textsuperscript" else -1
        elif special == "{":
            stack.append(style)
            style = style.model_copy(update=pending)
            pending = {}
        elif special == "}":
            style = stack.pop() if stack else base
        elif special in {"^", "_"}:
            pending["script"] = 1 if special == "^" else -1
        elif special == "~" or special == "&":
            parts.append(style.model_copy(update={"text": " "}))
        else:
            literal = escaped if escaped is not None else text
            literal = (
                {",": " ", ";": " ", ":": " ", "!": "", " ": " ", "\\": "\n"}.get(literal, literal)
                if escaped
                else literal
            )
            if pending.get("script") and text and not escaped:
                # A script without braces binds one character.
                parts.append(style.model_copy(update={"text": literal[0], **pending}))
                literal, pending = literal[1:], {}
            if literal:
                parts.append(style.model_copy(update={"text": literal, **pending}))
            pending = {}
    return [p for p in parts if p.text]
