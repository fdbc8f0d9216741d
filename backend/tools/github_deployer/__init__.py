"""``github_deployer``: from a repository or folder to a package and the plan steps that deploy
it.
"""
