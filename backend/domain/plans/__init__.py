"""The plan and what it collects on its way: a verdict, a change set, an approval, a seal."""
