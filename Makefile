# Vitrum: `make up` starts the network, `make test` runs every test. Both install what is missing and need root.

SWIFT_FLAGS = -c release -Xswiftc -enable-testing
CONFIG ?= vitrum.yaml

.PHONY: up test build packages oracle format

up: packages
	@scripts/build vitrum
	@.build/release/vitrum up --config $(CONFIG)

build: packages
	@scripts/build vitrum

test: packages
	@scripts/test

packages:
	@scripts/packages

format:
	swift format --in-place --recursive Sources Tests Tools/Sources Tools/Tests Package.swift
