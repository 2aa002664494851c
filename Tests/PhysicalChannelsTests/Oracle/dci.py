#!/usr/bin/env python3
"""Writes vectors of DCI formats from TS 38.212 7.3.1: fields, sizes and their alignment; run by hand, the output is committed.

  python dci.py >dci-vectors.txt        needs nothing but Python

A line "names": a format, the names of its configuration and of its fields. A line "dci": a format, the values of these, and the bits.
"""
import math
import random

generator = random.Random(38212)


def pick(*values):
    return generator.choice(values)


def bits_for(count):
    """ceil(log2(count))"""
    width = 0
    while 2 ** width < count:
        width += 1
    return width


def riv_bits(size):
    return bits_for(size * (size + 1) // 2)


def groups(start, size, configuration):
    """TS 38.214 5.1.2.2.1 and 6.1.2.2.1: resource block groups of a bandwidth part."""
    for limit, first, second in [(36, 2, 4), (72, 4, 8), (144, 8, 16), (275, 16, 16)]:
        if size <= limit:
            nominal = first if configuration == 1 else second
            return math.ceil((size + start % nominal) / nominal)


def frequency_bits(kind, start, size, configuration):
    zero, one = groups(start, size, configuration), riv_bits(size)
    return {0: zero, 1: one, 2: max(zero, one) + 1}[kind]


def bandwidth_part_bits(configured):
    """7.3.1.1.2: one more than what RRC has, for the initial one, unless RRC has four."""
    return bits_for(configured + 1 if configured <= 3 else configured)


def format_0_0(frequency, padding, has_indicator):
    return [("identifier", 1), ("frequencyDomainAssignment", frequency), ("timeDomainAssignment", 4), ("frequencyHoppingFlag", 1),
            ("modulationAndCodingScheme", 5), ("newDataIndicator", 1), ("redundancyVersion", 2), ("harqProcessNumber", 4),
            ("transmitPowerControl", 2), ("padding", padding), ("uplinkCarrierIndicator", has_indicator)]


def format_1_0(frequency, kind, padding=0):
    common = [("timeDomainAssignment", 4), ("interleavedMapping", 1), ("modulationAndCodingScheme", 5)]
    head = [("identifier", 1), ("frequencyDomainAssignment", frequency)]
    fields = {
        "unicast": head + common + [("newDataIndicator", 1), ("redundancyVersion", 2), ("harqProcessNumber", 4),
                                    ("downlinkAssignmentIndex", 2), ("transmitPowerControl", 2), ("pucchResourceIndicator", 3),
                                    ("harqFeedbackTiming", 3)],
        "order": head + [("preambleIndex", 6), ("uplinkCarrierIndicator", 1), ("synchronizationBlockIndex", 6), ("prachMaskIndex", 4),
                         ("reserved", 10)],
        "paging": [("shortMessagesIndicator", 2), ("shortMessages", 8), ("frequencyDomainAssignment", frequency)] + common
        + [("transportBlockScaling", 2), ("reserved", 6)],
        "system": [("frequencyDomainAssignment", frequency)] + common
        + [("redundancyVersion", 2), ("systemInformationIndicator", 1), ("reserved", 15)],
        "random": [("frequencyDomainAssignment", frequency)] + common + [("transportBlockScaling", 2), ("reserved", 16)],
        "messageB": [("frequencyDomainAssignment", frequency)] + common
        + [("transportBlockScaling", 2), ("frameNumberBits", 2), ("reserved", 14)],
    }[kind]
    return fields + [("padding", padding)]


def uplink_ports(c, name):
    kind, length = c[name + "Type"], c[name + "Length"]
    if kind == 0:
        return 0
    if c["transformPrecoding"]:
        return 2 if length == 1 else 4
    return {(1, 1): 3, (1, 2): 4, (2, 1): 4, (2, 2): 5}[kind, length]


def downlink_ports(c, name):
    kind, length = c[name + "Type"], c[name + "Length"]
    return 0 if kind == 0 else {(1, 1): 4, (1, 2): 5, (2, 1): 5, (2, 2): 6}[kind, length]


def sounding_bits(c):
    count = c["soundingResources"]
    if c["codebook"]:
        return bits_for(count)
    return bits_for(sum(math.comb(count, k) for k in range(1, min(c["maximumLayers"], count) + 1)))


def precoding_bits(c):
    """Tables 7.3.1.1.2-2 to -5."""
    if not c["codebook"] or c["ports"] == 1:
        return 0
    single = c["transformPrecoding"] or c["maximumRank"] == 1
    if c["ports"] == 4:
        return ([5, 4, 2] if single else [6, 5, 4])[c["subset"]]
    return ([3, None, 1] if single else [4, None, 2])[c["subset"]]


def format_0_1(c, padding=0):
    fields = [("identifier", 1), ("carrierIndicator", 3 * c["crossCarrier"]), ("uplinkCarrierIndicator", c["supplementary"]),
              ("bandwidthPartIndicator", bandwidth_part_bits(c["bandwidthParts"])),
              ("frequencyDomainAssignment", frequency_bits(c["allocation"], c["start"], c["size"], c["groupConfiguration"])),
              ("timeDomainAssignment", bits_for(c["timeAllocations"])),
              ("frequencyHoppingFlag", 0 if c["allocation"] == 0 or not c["hopping"] else 1),
              ("modulationAndCodingScheme", 5), ("newDataIndicator", 1), ("redundancyVersion", 2), ("harqProcessNumber", 4),
              ("firstDownlinkAssignmentIndex", 2 if c["dynamicCodebook"] else 1),
              ("secondDownlinkAssignmentIndex", 2 if c["dynamicCodebook"] and c["subCodebooks"] else 0),
              ("transmitPowerControl", 2), ("soundingResourceIndicator", sounding_bits(c)), ("precodingAndLayers", precoding_bits(c)),
              ("antennaPorts", max(uplink_ports(c, "typeA"), uplink_ports(c, "typeB"))), ("soundingRequest", 2 + c["supplementary"]),
              ("channelStateRequest", c["reportTriggerSize"]), ("codeBlockGroups", c["codeBlockGroups"]),
              ("phaseTrackingAssociation", 2 if c["phaseTracking"] and not c["transformPrecoding"] and c["maximumRank"] > 1 else 0),
              ("betaOffsetIndicator", 2 * c["dynamicBeta"]), ("referenceSignalInitialization", 0 if c["transformPrecoding"] else 1),
              ("sharedChannelIndicator", 1),
              # Release 16
              ("openLoopPowerControl", c["openLoop"]), ("priorityIndicator", c["priority"]), ("invalidSymbolPattern", c["invalidPattern"]),
              ("minimumSchedulingOffset", c["minimumOffset"]), ("dormancyIndication", c["dormancy"])]
    return fields + [("padding", padding)]


def format_1_1(c, padding=0):
    fields = [("identifier", 1), ("carrierIndicator", 3 * c["crossCarrier"]),
              ("bandwidthPartIndicator", bandwidth_part_bits(c["bandwidthParts"])),
              ("frequencyDomainAssignment", frequency_bits(c["allocation"], c["start"], c["size"], c["groupConfiguration"])),
              ("timeDomainAssignment", bits_for(c["timeAllocations"])),
              ("interleavedMapping", 1 if c["allocation"] and c["interleaving"] else 0), ("bundlingSizeIndicator", c["dynamicBundling"]),
              ("rateMatchingIndicator", c["rateMatchGroups"]), ("zeroPowerTrigger", bits_for(c["zeroPowerSets"] + 1)),
              ("modulationAndCodingScheme", 5), ("newDataIndicator", 1), ("redundancyVersion", 2)]
    second = c["codewords"] == 2
    fields += [("secondModulationAndCodingScheme", 5 * second), ("secondNewDataIndicator", 1 * second), ("secondRedundancyVersion", 2 * second)]
    fields += [("harqProcessNumber", 4),
               ("downlinkAssignmentIndex", 0 if not c["dynamicCodebook"] else 4 if c["severalCells"] else 2),
               ("transmitPowerControl", 2), ("pucchResourceIndicator", 3), ("harqFeedbackTiming", bits_for(c["feedbackTimings"])),
               ("antennaPorts", max(downlink_ports(c, "typeA"), downlink_ports(c, "typeB"))),
               ("transmissionConfigurationIndication", 3 * c["configurationIndication"]), ("soundingRequest", 2 + c["supplementary"]),
               ("codeBlockGroups", c["codeBlockGroups"] * c["codewords"]),
               ("codeBlockGroupFlush", c["flushIndicator"] if c["codeBlockGroups"] else 0), ("referenceSignalInitialization", 1),
               # Release 16
               ("priorityIndicator", c["priority"]), ("minimumSchedulingOffset", c["minimumOffset"]), ("dormancyIndication", c["dormancy"])]
    return fields + [("padding", padding)]


written, announced = {}, set()


def total(fields):
    return sum(width for _, width in fields)


def write(name, configuration, fields, fixed):
    values = {}
    bits = ""
    for field, width in fields:
        value = fixed.get(field, generator.randrange(2 ** width))
        if field in ("padding", "reserved"):
            value = 0
        if width:
            bits += format(value, f"0{width}b")
        if field not in ("padding", "reserved", "identifier"):
            values[field] = value
    names = ",".join(configuration), ",".join(values)
    if written.setdefault(name, names) != names:
        raise ValueError(name)
    if name not in announced:
        announced.add(name)
        print("names", name, *names)
    print("dci", name, ",".join(map(str, configuration.values())), ",".join(map(str, values.values())), bits)


def mapping_types():
    kinds = {}
    for name in ("typeA", "typeB"):
        kinds[name + "Type"] = pick(1, 2)
        kinds[name + "Length"] = pick(1, 2)
    drop = pick(None, "typeA", "typeB")
    if drop:
        kinds[drop + "Type"] = 0
        kinds[drop + "Length"] = 1
    return kinds


def random_0_1():
    c = dict(crossCarrier=pick(0, 0, 1), supplementary=pick(0, 0, 1), bandwidthParts=generator.randint(0, 4), allocation=generator.randint(0, 2),
             start=generator.randint(0, 200), size=generator.randint(1, 275), groupConfiguration=pick(1, 2),
             timeAllocations=generator.randint(1, 16), hopping=pick(0, 1), dynamicCodebook=pick(0, 1), subCodebooks=pick(0, 1),
             codebook=pick(0, 1), ports=pick(1, 2, 4), subset=pick(0, 1, 2), transformPrecoding=pick(0, 1),
             reportTriggerSize=generator.randint(0, 6), codeBlockGroups=pick(0, 2, 4, 6, 8), phaseTracking=pick(0, 1), dynamicBeta=pick(0, 1),
             openLoop=generator.randint(0, 2), priority=pick(0, 1), invalidPattern=pick(0, 1), minimumOffset=pick(0, 1),
             dormancy=generator.randint(0, 5))
    c["soundingResources"] = pick(1, 2) if c["codebook"] else generator.randint(1, 4)
    c["maximumRank"] = generator.randint(1, c["ports"]) if c["codebook"] else generator.randint(1, 4)
    c["maximumLayers"] = c["maximumRank"]
    if c["ports"] == 2 and c["subset"] == 1:
        c["subset"] = 2
    c.update(mapping_types())
    if c["transformPrecoding"]:
        # TS 38.211 6.4.1.1.1.2: transform precoding has type 1 alone.
        for name in ("typeA", "typeB"):
            c[name + "Type"] = min(1, c[name + "Type"])
    return c


def random_1_1():
    c = dict(crossCarrier=pick(0, 0, 1), supplementary=pick(0, 0, 1), bandwidthParts=generator.randint(0, 4), allocation=generator.randint(0, 2),
             start=generator.randint(0, 200), size=generator.randint(1, 275), groupConfiguration=pick(1, 2),
             timeAllocations=generator.randint(1, 16), interleaving=pick(0, 1), dynamicBundling=pick(0, 1),
             rateMatchGroups=generator.randint(0, 2), zeroPowerSets=generator.randint(0, 3), codewords=pick(1, 1, 2), dynamicCodebook=pick(0, 1),
             severalCells=pick(0, 1), feedbackTimings=generator.randint(1, 8), configurationIndication=pick(0, 1), flushIndicator=pick(0, 1),
             priority=pick(0, 1), minimumOffset=pick(0, 1), dormancy=generator.randint(0, 5))
    c["codeBlockGroups"] = pick(0, 2, 4, 6, 8) if c["codewords"] == 1 else pick(0, 2, 4)
    c.update(mapping_types())
    return c


def fallback_sizes(downlink, uplink, supplementary):
    """Bits of formats 1_0 and 0_0 before padding, of the latter for each carrier."""
    one = total(format_1_0(riv_bits(downlink), "unicast"))
    zeros = [total(format_0_0(riv_bits(size), 0, 0)) for size in [uplink] + ([supplementary] if supplementary else [])]
    return one, zeros


def common_alignment(downlink, uplink, supplementary):
    """Steps 0 and 4A: what format 0_0 has more is cut off its frequency domain assignment."""
    one, zeros = fallback_sizes(downlink, uplink, supplementary)
    widths = [riv_bits(size) - max(0, zero - one) for size, zero in zip([uplink] + ([supplementary] if supplementary else []), zeros)]
    indicator = 1 if supplementary and one > max(zeros) else 0
    return one, one, widths, indicator


def align(c, zero_one, one_one, others):
    """7.3.1.0. zero_one: bits of format 0_1 for each carrier, or none; one_one: of format 1_1, or None."""
    initial = c["coreset"] or c["initialDownlink"]
    common = common_alignment(initial, c["initialUplink"], c["supplementaryInitial"])
    # Step 1
    one, zeros = fallback_sizes(c["activeDownlink"], c["activeUplink"], c["supplementaryActive"])
    zero = max(zeros)
    specific_size = max(one, zero)
    specific = (specific_size, one, [riv_bits(size) for size in [c["activeUplink"]] + ([c["supplementaryActive"]] if c["supplementaryActive"] else [])],
                1 if c["supplementaryActive"] and one > zero else 0)
    # Step 2
    first = max(zero_one) if zero_one else None
    second = one_one
    aligned = (first, second)
    if c["monitorSpecific"]:
        aligned = tuple(None if size is None else size + (size == specific_size) for size in aligned)

    def holds(specific_size, sizes):
        own = {size for size in sizes if size is not None}
        own |= {common[0]} if c["monitorCommon"] else set()
        own |= {specific_size} if c["monitorSpecific"] else set()
        return len(own | set(others)) <= 4 and len(own) <= 3

    # Step 3
    step = 3
    if not holds(specific_size, aligned):
        # Step 4A
        step = 4
        aligned = (first, second)
        specific = common_alignment(initial, c["initialUplink"], c["supplementaryInitial"])
        specific_size = specific[0]
        if not holds(specific_size, aligned) and None not in aligned:
            # Step 4C
            step = 5
            aligned = (max(aligned), max(aligned))
    allowed = holds(specific_size, aligned) and not (c["monitorSpecific"] and specific_size in aligned)
    return common, specific, aligned, step, allowed


def alignments():
    for _ in range(300):
        with_supplementary = generator.random() < 0.3
        wide = pick(0, 1)
        c = dict(coreset=pick(0, 24, 48, 96), initialDownlink=generator.randint(24, 275), initialUplink=generator.randint(11, 275),
                 activeDownlink=generator.randint(11, 275), activeUplink=generator.randint(11, 275),
                 supplementaryInitial=generator.randint(11, 275) if with_supplementary else 0,
                 supplementaryActive=generator.randint(11, 275) if with_supplementary else 0,
                 monitorCommon=pick(0, 1, 1), monitorSpecific=pick(0, 1, 1))
        if not wide:
            c["initialDownlink"] = c["activeDownlink"]
            c["initialUplink"] = c["activeUplink"]
        specific = max(fallback_sizes(c["activeDownlink"], c["activeUplink"], c["supplementaryActive"])[0],
                       *fallback_sizes(c["activeDownlink"], c["activeUplink"], c["supplementaryActive"])[1])
        near = [specific, specific + 1, specific - 1, fallback_sizes(c["coreset"] or c["initialDownlink"], 11, 0)[0]]
        zero_one = [] if generator.random() < 0.2 else [pick(*near, generator.randint(34, 70)) for _ in range(1 + with_supplementary)]
        one_one = None if generator.random() < 0.2 else pick(*near, generator.randint(34, 80))
        others = generator.sample([14, 28, 30, 42, 56, 70], generator.choice([0, 0, 0, 1, 2]))
        common, own, aligned, step, allowed = align(c, zero_one, one_one, others)
        c["zeroOne"] = ".".join(map(str, zero_one)) or "none"
        c["oneOne"] = "none" if one_one is None else one_one
        c["others"] = ".".join(map(str, others)) or "none"
        result = dict(step=step, allowed=int(allowed), common=common[0], commonWidths=".".join(map(str, common[2])), commonIndicator=common[3],
                      specific=own[0], specificOne=own[1], specificWidths=".".join(map(str, own[2])), specificIndicator=own[3],
                      zeroOne="none" if aligned[0] is None else aligned[0], oneOne="none" if aligned[1] is None else aligned[1])
        names = ",".join(c), ",".join(result)
        if "align" not in announced:
            announced.add("align")
            print("names", "align", *names)
        print("align", ",".join(map(str, c.values())), ",".join(map(str, result.values())))


def formats():
    for _ in range(150):
        downlink, uplink, supplementary = generator.randint(11, 275), generator.randint(11, 275), pick(0, 0, generator.randint(11, 275))
        one, size, widths, indicator = common_alignment(downlink, uplink, supplementary)
        carrier = pick(0, 1) if supplementary else 0
        if not indicator:
            fixed = {"identifier": 0}
        else:
            fixed = {"identifier": 0, "uplinkCarrierIndicator": carrier}
        used = total(format_0_0(widths[carrier], 0, indicator))
        write("0_0", dict(downlink=downlink, uplink=uplink, supplementary=supplementary, carrier=carrier),
              format_0_0(widths[carrier], one - used, indicator), fixed)
    for kind in ["unicast", "order", "paging", "system", "random", "messageB"]:
        for _ in range(30):
            downlink, padding = generator.randint(11, 275), pick(0, 0, generator.randint(1, 9))
            if kind not in ("unicast", "order"):
                padding = 0
            frequency = riv_bits(downlink)
            fixed = {"identifier": 1}
            if kind == "order":
                fixed["frequencyDomainAssignment"] = 2 ** frequency - 1
            write("1_0." + kind, dict(downlink=downlink, padding=padding), format_1_0(frequency, kind, padding), fixed)
    for _ in range(160):
        c = random_0_1()
        padding = pick(0, 0, 1, 5)
        fields = format_0_1(c, padding)
        write("0_1", dict(c, padding=padding), fields, {"identifier": 0})
    for _ in range(160):
        c = random_1_1()
        padding = pick(0, 0, 1, 5)
        write("1_1", dict(c, padding=padding), format_1_1(c, padding), {"identifier": 1})


def resources():
    """TS 38.214 5.1.2.2.2: resource indication values, also those of one bandwidth part for another."""
    for _ in range(200):
        initial = generator.randint(11, 275)
        active = pick(initial, generator.randint(11, 275))
        factor = 1
        if active > initial:
            factor = max(k for k in (1, 2, 4, 8) if k <= active // initial)
        length = generator.randint(1, initial)
        start = generator.randint(0, initial - length)
        if length - 1 <= initial // 2:
            value = initial * (length - 1) + start
        else:
            value = initial * (initial - length + 1) + (initial - 1 - start)
        print("riv", initial, active, value, start * factor, length * factor)
    for _ in range(200):
        start, size, configuration = generator.randint(0, 274), generator.randint(1, 275), pick(1, 2)
        count = groups(start, size, configuration)
        nominal = [(36, 2, 4), (72, 4, 8), (144, 8, 16), (275, 16, 16)]
        p = next(f if configuration == 1 else s for limit, f, s in nominal if size <= limit)
        edges = [0] + [min(size, p - start % p + p * i) for i in range(count - 1)] + [size]
        print("rbg", start, size, configuration, count, ",".join(map(str, edges[:2] + edges[-2:])), sum(edges))


formats()
alignments()
resources()


def group_formats():
    """7.3.1.3: slot format indicators, pre-emption, power control for several UEs."""
    for _ in range(30):
        count, width = generator.randint(1, 16), generator.randint(1, 9)
        size = generator.randint(max(12, count * width), 150)
        if size > 128:
            continue
        values = [generator.randrange(2 ** width) for _ in range(count)]
        bits = "".join(format(v, f"0{width}b") for v in values).ljust(size, "0")
        print("group 2_0", size, width, ".".join(map(str, values)), bits)
    for _ in range(30):
        values = [generator.randrange(2 ** 14) for _ in range(generator.randint(1, 9))]
        print("group 2_1", 14 * len(values), 14, ".".join(map(str, values)), "".join(format(v, "014b") for v in values))
    for _ in range(30):
        loop = pick(0, 1)
        values = [generator.randrange(2 ** (2 + loop)) for _ in range(generator.randint(1, 9))]
        size = max(12, len(values) * (2 + loop)) + generator.randint(0, 10)
        print("group 2_2", size, 2 + loop, ".".join(map(str, values)), "".join(format(v, f"0{2 + loop}b") for v in values).ljust(size, "0"))
    for _ in range(30):
        request, commands, blocks = pick(0, 2), generator.randint(1, 4), generator.randint(1, 4)
        width = request + 2 * commands
        values = [generator.randrange(2 ** width) for _ in range(blocks)]
        size = max(12, width * blocks) + generator.randint(0, 6)
        print("group 2_3", size, f"{request}.{commands}", ".".join(map(str, values)),
              "".join(format(v, f"0{width}b") for v in values).ljust(size, "0"))


group_formats()
