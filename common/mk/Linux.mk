# Linux: libbsd's overlay gives the BSD headers and functions.
OSCFLAGS != pkg-config --cflags libbsd-overlay libevent_core libcbor libseccomp
PKGLIBS != pkg-config --libs libbsd-overlay libevent_core libcbor libseccomp
OSLIBS = ${PKGLIBS} -lm
OSCPPFLAGS = -D_GNU_SOURCE
EDITLIBS != pkg-config --libs libedit
EDITCFLAGS != pkg-config --cflags libedit
SANDBOX = linux
