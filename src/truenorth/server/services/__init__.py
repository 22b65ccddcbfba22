"""What can be done with a workspace: one verb a module; views, jobs and the command line call these."""

from __future__ import annotations
