# Vitrum: `make up` starts the network, `make test` runs every test. Both install what is missing and need root.

CONFIG ?= vitrum.yaml
# glibc keeps seven freed blocks of a size for a thread, and decoding an RRC message frees a hundred: with 512 that takes an eighth less.
# MALLOC= leaves glibc as it is.
MALLOC ?= glibc.malloc.tcache_count=512

.PHONY: root up test build codecs bench-codecs radio bench-radio packages format

up: root packages
	@scripts/build vitrum
	@GLIBC_TUNABLES=$(MALLOC) .build/release/vitrum up --config $(CONFIG)

build: packages
	@scripts/build vitrum

codecs: packages
	@scripts/build vitrum-codec

test: root
	@scripts/packages --tests
	@scripts/test

root:
	@[ "$$(id -u)" -eq 0 ] || { echo "vitrum: this needs root (TUN devices, network namespaces, SCTP); run: sudo make $(MAKECMDGOALS)" >&2; exit 1; }

packages:
	@scripts/packages

bench-codecs: packages
	@scripts/build codec-bench
	@GLIBC_TUNABLES=$(MALLOC) .build/release/codec-bench

radio: packages
	@scripts/build vitrum-radio

bench-radio: packages
	@scripts/build radio-bench
	@.build/release/radio-bench

format:
	swift format --in-place --recursive Sources Tests Tools/Sources Tools/Tests Package.swift
