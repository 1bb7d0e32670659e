# The front door. Each target makes sure that the tools and libraries are there (tools/setup), then calls Meson and Ninja.
#
#   make            builds build/dragoman
#   make demo       reads samples/ and prints a dossier of them
#   make check      builds, and runs every test; the last line counts them
#   make fuzz        fuzzes every target a minute: make fuzz TARGET=model MINUTES=60 (fuzz/README.md)
#   make bench      words a second, memory, start-up time; pages out of crawl archives
#   make score      every scorer on what is there, and the change against docs/ACCURACY.md
#   make train      trains models/dragoman.model anew from ../shared/data
#   make install    installs under PREFIX (/usr/local), below DESTDIR
#   make deb        Debian packages, in build/deb
#   make dist       a tarball that runs on any Debian 12 and later, in build/dist
#   make wheel      the Python package with library, model and lexicon, in build/wheel
#   make fmt        clang-format over the C files

BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=

TARGET ?=
MINUTES ?= 1

.PHONY: all setup build demo check fuzz bench score train install deb dist wheel fmt clean
all: build

setup:
	@tools/setup

build: setup
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >/dev/null || meson setup --wipe $(BUILD)
	@ninja -C $(BUILD) $(NINJAFLAGS)

demo: build
	@tools/demo

check: setup
	@tools/check

fuzz: setup
	@MINUTES=$(MINUTES) tools/fuzz $(TARGET)

bench: build
	@bench/pipeline $(BUILD)/dragoman
	@bench/warc $(BUILD)/bench/extract

score: build
	@tools/score

train: build
	@tools/train

install: build
	@meson configure $(BUILD) -Dprefix=$(PREFIX)
	@DESTDIR=$(DESTDIR) meson install -C $(BUILD)

deb:
	@tools/deb $(BUILD)/deb

dist: build
	@tools/dist $(BUILD)/dist

wheel: build
	@tools/wheel $(BUILD)/wheel

fmt:
	@clang-format -i $$(git ls-files '*.[ch]')

clean:
	@rm -rf $(BUILD) $(BUILD)-asan build-fuzz
