"""`auditor completion`: what a shell needs to complete commands, options and names."""

from __future__ import annotations

import click

EXAMPLES = """
\b
Examples:
  auditor completion bash >> ~/.bashrc
  auditor completion zsh >> ~/.zshrc
  auditor completion fish > ~/.config/fish/completions/auditor.fish
"""


@click.command(
    "completion",
    help="Print what a shell needs to complete commands and options.\n\nBash from 4.4, zsh and fish are known.\n"
    f"{EXAMPLES}",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Prints the script that Click makes."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    group = context.find_root().command
    click.echo(made(group, {}, "auditor", "_AUDITOR_COMPLETE").source())
    return 0
