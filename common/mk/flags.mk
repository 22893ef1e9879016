# Flags for every folder.  TOP is set by the including Makefile.
OS != uname -s
include ${TOP}/common/mk/${OS}.mk

PREFIX ?= /usr/local
OPT ?= -O2 -g
SAN ?= 0
# gcc warns of what the sanitizers insert
SANWARN = -Wno-conversion -Wno-sign-conversion -Wno-uninitialized \
	-Wno-unknown-warning-option -Wno-maybe-uninitialized
HARD_0 = -D_FORTIFY_SOURCE=2 -fstack-protector-strong
HARD_1 = -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer -DSANITIZED ${SANWARN}
WARN = -Wall -Wextra -Wshadow -Wconversion -Wcast-qual -Wwrite-strings \
	-Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Werror
BASECFLAGS = -std=c11 ${OPT} ${WARN} -fPIE ${HARD_${SAN}} \
	${OSCPPFLAGS} ${OSCFLAGS} -I${TOP}/common
LDHARD_0 = -pie -Wl,-z,relro,-z,now
LDHARD_1 = -pie -fsanitize=address,undefined
BASELDFLAGS = ${LDHARD_${SAN}}

.SUFFIXES: .c .o
.c.o:
	${CC} ${BASECFLAGS} ${CFLAGS} -MMD -MF ${@:.o=.d} -c -o $@ $<
