# Vitrum: `make up` starts the network, `make test` runs every test. Both install what is missing and need root.

CONFIG ?= vitrum.yaml

.PHONY: root up test build codecs bench-codecs packages format

up: root packages
	@scripts/build vitrum
	@.build/release/vitrum up --config $(CONFIG)

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
	@.build/release/codec-bench

format:
	swift format --in-place --recursive Sources Tests Tools/Sources Tools/Tests Package.swift
