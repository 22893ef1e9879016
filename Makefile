# bgpd-x: see README.  Plain make: GNU make and BSD make both run it.
TOP = .
include common/mk/flags.mk

SUBDIRS = common bgpd-x bgpctl-x regress
SECONDS ?= 10
MINUTES ?= 10

all:
	@for d in ${SUBDIRS}; do ${MAKE} -C $$d all SAN=${SAN} || exit 1; done

check: deps
	@sh regress/check.sh ${SAN}

demo:
	@sh common/mk/deps.sh demo
	@for d in common bgpd-x bgpctl-x; do ${MAKE} -C $$d all || exit 1; done
	@sh regress/demo.sh

deps:
	@sh common/mk/deps.sh

fuzz: deps
	@sh regress/fuzz/fuzz.sh -s ${SECONDS} ${TARGETS}

lint:
	@sh common/mk/deps.sh lint
	@sh regress/lint.sh ${CHECKS}

bench:
	@sh common/mk/deps.sh bench
	@QUICK=${QUICK} RUNS=${RUNS} ONLY="${ONLY}" WHO="${WHO}" \
	    sh regress/bench/bench.sh

soak: deps all
	@sh regress/soak/soak.sh ${MINUTES}

valgrind: deps
	@sh regress/unit/valgrind.sh

install uninstall:
	@for d in common bgpd-x bgpctl-x man; do ${MAKE} -C $$d $@ \
	    DESTDIR=${DESTDIR} PREFIX=${PREFIX} || exit 1; done

clean:
	@for d in ${SUBDIRS}; do ${MAKE} -C $$d clean || exit 1; done

.PHONY: all bench check clean demo deps fuzz install lint soak uninstall \
	valgrind
