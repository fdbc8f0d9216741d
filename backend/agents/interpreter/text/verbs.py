"""What people do, by group: a word may stand in several, and the action decides."""

VERBS: dict[str, str] = {
    "create": (
        "create, creation of, creation, "
        "creates, creating, make, making, build, building, provision, provisioning, set "
        "up, setup, setting up, establish, arrange, generate, generating, define, stand up, new, "
        "produce, craft, initialise, initialize, init, instantiate, issue me, mint, need a, "
        "need an, needs a, needs an, requires a, requires an, love a, love an, id like a, "
        "id like an, want a, want an, would like a, would like an, need another, want another, "
        "need one more, need one additional, need an additional, "
        "need additional, need two, need three, "
        "need some, get me a, get me an, give me a new, give me a fresh, allocate, carve out, "
        "whip up, brand new, spin up, set up some, gimme a, get a, get an, get another, "
        "get one more, have a, have an"
    ),
    "add": "add, adding, insert, put in, include, append, register, onboard, attach",
    "register": "register, registering, publish, add, define, create, new",
    "launch": (
        "launch, launching, boot, boot up, fire up, spin up, spinning up, bring up, spawn, "
        "start up, stand up, start, run, deploy, get me, rent, get up"
    ),
    "start": (
        "start, starting, start up, power on, power up, turn on, turn back on, switch on, "
        "switch back on, wake, wake up, resume, boot, boot up, bring back, bring up, bring back "
        "up, fire up, unpause, get running, power back on, start back up, re-start"
    ),
    "stop": (
        "stop, stopping, halt, halting, shut down, shut off, shutdown, shutting down, power "
        "off, power down, powering off, turn off, turning off, switch off, pause, pausing, "
        "suspend, hibernate, put to sleep, bring down, spin down, stop running, poweroff, turn "
        "it off, shut it down, shut, park, sleep"
    ),
    "delete": (
        "delete, deletes, deleting, deletion of, destroy, destroying, terminate, terminating, "
        "termination of, kill, killing, kill off, nuke, remove, removing, removal of, get rid "
        "of, getting rid of, drop, erase, erasing, wipe, wipe out, tear down, teardown, tearing "
        "down, dispose of, decommission, eliminate, scrap, trash, purge, rm, bin, axe, "
        "obliterate, throw away, blow away, do away with, needs to go, has to go, can go, "
        "should go, must go, throw out, toss out, chuck out, toss, del, clean up, delete off, "
        "unregister, take out, ditch"
    ),
    "remove": (
        "remove, removing, take away, kick, kick out, drop, revoke, uninvite, boot, throw out, "
        "take off, delete, unassign, off board, offboard, strip, get rid of, pull"
    ),
    "show": (
        "show, show me, shows, showing, list, lists, listing, display, enumerate, "
        "what, which, whats, "
        "give me, get, see, view, print, tell me, find, look up, look at, lookup, how many, "
        "describe, who, let me see, check, inspect, details, info, information, status, do i "
        "have, do we have, are there, is there, retrieve, pull up, read, fetch, any, where, "
        "summarise, summarize, overview, inventory, ls, count, bring up, dump, report on, "
        "report, go through, browse, output, ll, wheres, gimme, lemme see, query, exist, have i "
        "got, have we got"
    ),
    "describe": (
        "describe, describing, details, detail, info, information, inspect, status, state, tell "
        "me about, more about, look at, what is, whats, check, show, get, display, show me, "
        "view, how is, hows, give me, up, running, see, look up, lookup, configuration, config, "
        "properties, find out, health, healthy, check on, pull up, ip, address, uptime"
    ),
    "upload": (
        "upload, uploading, put, push, copy, send, store, place, drop, save, transfer, add, "
        "throw, stick, move, up load, ship, back up, backup, post, cp, shove, chuck, dump, stash"
    ),
    "download": (
        "download, downloading, fetch, get, pull, pull down, retrieve, grab, copy, save, bring, "
        "read, obtain, dl, give me, cp"
    ),
    "transfer": (
        "sync, synchronise, synchronize, syncing, transfer, transferring, copy, copying, move, "
        "moving, mirror, mirroring, migrate, replicate, back up, backup, upload, push, send, "
        "download, put, cp, rsync, mv, pull"
    ),
    "deploy": (
        "deploy, deploys, deploying, deployment of, ship, shipping, release, roll out, rollout, "
        "publish, publishing, host, hosting, launch, run, put, get, push, install, go live, "
        "stand up, set up, bring up, redeploy, re-deploy, take live, bring live, make live, put "
        "live, spin up, build and deploy, serve, create, start, execute, build, apply, "
        "provision, ship out, send, upload"
    ),
    "update": (
        "update, updating, push, upload, replace, replacing, refresh, change, swap, redeploy, "
        "deploy, patch, upgrade, ship, publish, roll out, put, bump, overwrite, release, new"
    ),
    "invoke": (
        "invoke, invoking, call, calling, trigger, run, running, execute, executing, test, "
        "fire, kick off, launch, start, test run, ping, hit, try, fire off"
    ),
    "scale": (
        "scale, scaling, scale up, scale down, scale out, scale in, resize, bump, bump up, "
        "increase, decrease, set, change, update, reduce, grow, shrink, raise, lower, drop, "
        "dial down, dial up, crank, crank up, double, run, adjust, take down, bring down, bring "
        "up, turn down, modify, ramp, ramp up, ramp down, cut, go up, go down, upscale, "
        "downscale, have"
    ),
    "resize": (
        "resize, resizing, grow, growing, enlarge, expand, expanding, extend, increase, make "
        "bigger, make, bump, bump up, scale, scale up, change, modify, raise, set, upsize, "
        "increase size, embiggen, double, add, give, up, upgrade, needs to be, should be"
    ),
    "open": (
        "open, opening, open up, allow, allowing, permit, authorize, authorise, enable, expose, "
        "whitelist, allowlist, let, let in, add, grant, unblock, accept, give, create"
    ),
    "close": (
        "close, closing, close off, block, blocking, revoke, revoking, deny, remove, disallow, "
        "shut, shut off, forbid, disable, delete, lock, lock down, stop allowing, shut down, "
        "reject, cut off, cut, take away, unauthorize, unauthorise, drop, get rid of, restrict, "
        "stop"
    ),
    "attach": (
        "attach, attaching, give, add, grant, assign, apply, bind, put, link, connect, "
        "associate, hook up, let have, hang, slap"
    ),
    "detach": (
        "detach, detaching, remove, take away, revoke, unbind, unlink, strip, drop, unassign, "
        "unattach, disconnect, disassociate, pull, take, delete, take off"
    ),
    "enable": (
        "enable, enabling, turn on, switch on, activate, start, set, put, use, make, add, "
        "configure, reenable, re-enable, resume, want, set up, keep"
    ),
    "disable": (
        "disable, disabling, turn off, switch off, suspend, suspending, deactivate, stop, "
        "pause, put on hold, halt"
    ),
    "put": (
        "put, set, setting, apply, replace, update, change, attach, add, edit, modify, "
        "overwrite, write, make, install, configure, upload, lock down, grant, open up, "
        "restrict, use"
    ),
    "merge": (
        "merge, merging, squash, squash and merge, rebase and merge, land, squash merge, rebase "
        "merge, squash-merge, rebase, get merged, pull in, integrate, accept"
    ),
    "shut_ticket": (
        "close, closing, resolve, mark, shut, reject, decline, dismiss, discard, abandon, "
        "finish, drop, complete, set, kill, wontfix, close out, close off"
    ),
    "open_ticket": (
        "create, open, file, filing, raise, raising, log, submit, report, add, write, make, "
        "start, opening, new, put in, propose, put up, send, creating, need a, need an, want a, "
        "want an, record, track"
    ),
    "comment": (
        "comment, comments, commenting, reply, replying, respond, say, write, leave, post, add, "
        "note, answer, tell, drop, put"
    ),
    "review": (
        "review, approve, approving, accept, request changes, sign off, reject, lgtm, request a "
        "change, ask for changes, submit, give, reviewing, requesting, thumbs up, ask for, "
        "request, okay, ok"
    ),
    "invite": "add, invite, inviting, give, grant, let, make, onboard, include, adding, bring",
    "clone": (
        "clone, cloning, check out, checkout, pull, pull down, git clone, fetch, download, "
        "grab, get, copy"
    ),
    "alter": (
        "change, set, make, update, archive, archiving, unarchive, edit, rename, modify, mark, "
        "turn, switch, configure, adjust, put, convert, flip, describe, hide, publish, open"
    ),
    "trigger": (
        "trigger, triggering, run, running, start, dispatch, kick off, launch, execute, fire, "
        "rerun, re-run, fire off, invoke, set off, start off, begin, kickoff"
    ),
    "rotate": "rotate, rotating, renew, refresh, roll, cycle, replace, roll over, change, swap",
    "configure": (
        "configure, configuring, add, set up, setup, connect, connecting, link, linking, store, "
        "storing, save, saving, enter, entering, register, provide, give, set, setting, setting "
        "up, update, import, log in, sign in, login, hook up, authenticate, authorise, "
        "authorize, use, new, onboard, supply, change, put in, need to add, integrate, input, "
        "want"
    ),
    "switch": (
        "switch, switching, change, use, using, swap, move, select, activate, go, set, jump, "
        "work with, work as, pick, choose, make, take, log in with, flip, act as, change over, "
        "switch over, operate"
    ),
    "validate": (
        "validate, validating, verify, verifying, check, checking, test, testing, valid, work, "
        "working, confirm, correct, still good, expired, ok, okay, make sure, see if, are, is, "
        "do, still work, whoami, who am i, am i"
    ),
    "read_git": (
        "did, is, status, result, how, check, show, get, see, what, passing, passed, green, "
        "failing, finished, fail, pass, succeed, has, state, running, done, red, outcome, look"
    ),
}
"""Verbs by group."""
