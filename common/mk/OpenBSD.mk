# OpenBSD: libevent is in base, libcbor comes from packages.
OSCFLAGS = -I/usr/local/include
OSLIBS = -L/usr/local/lib -levent -lcbor -lutil -lm
OSCPPFLAGS =
EDITLIBS = -ledit -lcurses
EDITCFLAGS =
SANDBOX = openbsd
