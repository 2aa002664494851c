"""Vectors of PRACH, written from TS 38.211 §6.3.3 and §5.3.2 by their definitions. Usage: prach.py > prach-vectors.txt"""
import numpy as np
from prach_tables import FR1_PAIRED_ROWS, FR1_UNPAIRED_ROWS, FR2_ROWS

rng = np.random.default_rng(38211)

# Table 6.3.3.1-3, whole.
ROOTS_839 = [int(w) for w in """
129 710 140 699 120 719 210 629 168 671 84 755 105 734 93 746 70 769 60 779 2 837 1 838 56 783 112 727 148 691 80 759 42 797 40 799 35 804 73 766
146 693 31 808 28 811 30 809 27 812 29 810 24 815 48 791 68 771 74 765 178 661 136 703 86 753 78 761 43 796 39 800 20 819 21 818 95 744 202 637
190 649 181 658 137 702 125 714 151 688 217 622 128 711 142 697 122 717 203 636 118 721 110 729 89 750 103 736 61 778 55 784 15 824 14 825 12 827
23 816 34 805 37 802 46 793 207 632 179 660 145 694 130 709 223 616 228 611 227 612 132 707 133 706 143 696 135 704 161 678 201 638 173 666 106 733
83 756 91 748 66 773 53 786 10 829 9 830 7 832 8 831 16 823 47 792 64 775 57 782 104 735 101 738 108 731 208 631 184 655 197 642 191 648 121 718
141 698 149 690 216 623 218 621 152 687 144 695 134 705 138 701 199 640 162 677 176 663 119 720 158 681 164 675 174 665 171 668 170 669 87 752
169 670 88 751 107 732 81 758 82 757 100 739 98 741 71 768 59 780 65 774 50 789 49 790 26 813 17 822 13 826 6 833 5 834 33 806 51 788 75 764 99 740
96 743 97 742 166 673 172 667 175 664 187 652 163 676 185 654 200 639 114 725 189 650 115 724 194 645 195 644 192 647 182 657 157 682 156 683
211 628 154 685 123 716 139 700 212 627 153 686 213 626 215 624 150 689 225 614 224 615 221 618 220 619 127 712 147 692 124 715 193 646 205 634
206 633 116 723 160 679 186 653 167 672 79 760 85 754 77 762 92 747 58 781 62 777 69 770 54 785 36 803 32 807 25 814 18 821 11 828 4 835 3 836
19 820 22 817 41 798 38 801 44 795 52 787 45 794 63 776 67 772 72 767 76 763 94 745 102 737 90 749 109 730 165 674 111 728 209 630 204 635 117 722
188 651 159 680 198 641 113 726 183 656 180 659 177 662 196 643 155 684 214 625 126 713 131 708 219 620 222 617 226 613 230 609 232 607 262 577
252 587 418 421 416 423 413 426 411 428 376 463 395 444 283 556 285 554 379 460 390 449 363 476 384 455 388 451 386 453 361 478 387 452 360 479
310 529 354 485 328 511 315 524 337 502 349 490 335 504 324 515 323 516 320 519 334 505 359 480 295 544 385 454 292 547 291 548 381 458 399 440
380 459 397 442 369 470 377 462 410 429 407 432 281 558 414 425 247 592 277 562 271 568 272 567 264 575 259 580 237 602 239 600 244 595 243 596
275 564 278 561 250 589 246 593 417 422 248 591 394 445 393 446 370 469 365 474 300 539 299 540 364 475 362 477 298 541 312 527 313 526 314 525
353 486 352 487 343 496 327 512 350 489 326 513 319 520 332 507 333 506 348 491 347 492 322 517 330 509 338 501 341 498 340 499 342 497 301 538
366 473 401 438 371 468 408 431 375 464 249 590 269 570 238 601 234 605 257 582 273 566 255 584 254 585 245 594 251 588 412 427 372 467 282 557
403 436 396 443 392 447 391 448 382 457 389 450 294 545 297 542 311 528 344 495 345 494 318 521 331 508 325 514 321 518 346 493 339 500 351 488
306 533 289 550 400 439 378 461 374 465 415 424 270 569 241 598 231 608 260 579 268 571 276 563 409 430 398 441 290 549 304 535 308 531 358 481
316 523 293 546 288 551 284 555 368 471 253 586 256 583 263 576 242 597 274 565 402 437 383 456 357 482 329 510 317 522 307 532 286 553 287 552
266 573 261 578 236 603 303 536 356 483 355 484 405 434 404 435 406 433 235 604 267 572 302 537 309 530 265 574 233 606 367 472 296 543 336 503
305 534 373 466 280 559 279 560 419 420 240 599 258 581 229 610
""".split()]
assert sorted(ROOTS_839) == list(range(1, 839))


def root(i, L):
    if L == 839:
        return ROOTS_839[i]
    # Tables 6.3.3.1-4, -4A and -4B: 1, L - 1, 2, L - 2, ...
    return [u for n in range(1, L // 2 + 1) for u in (n, L - n)][i]


NCS = {  # tables 6.3.3.1-5 to 6.3.3.1-7
    (839, 1250, "unrestricted"): [0, 13, 15, 18, 22, 26, 32, 38, 46, 59, 76, 93, 119, 167, 279, 419],
    (839, 1250, "typeA"): [15, 18, 22, 26, 32, 38, 46, 55, 68, 82, 100, 128, 158, 202, 237, None],
    (839, 1250, "typeB"): [15, 18, 22, 26, 32, 38, 46, 55, 68, 82, 100, 118, 137, None, None, None],
    (839, 5000, "unrestricted"): [0, 13, 26, 33, 38, 41, 49, 55, 64, 76, 93, 119, 139, 209, 279, 419],
    (839, 5000, "typeA"): [36, 57, 72, 81, 89, 94, 103, 112, 121, 132, 137, 152, 173, 195, 216, 237],
    (839, 5000, "typeB"): [36, 57, 60, 63, 65, 68, 71, 77, 81, 85, 97, 109, 122, 137, None, None],
    (139, 0, "unrestricted"): [0, 2, 4, 6, 8, 10, 12, 13, 15, 17, 19, 23, 27, 34, 46, 69],
    (571, 0, "unrestricted"): [0, 8, 10, 12, 15, 17, 21, 25, 31, 40, 51, 63, 81, 114, 190, 285],
    (1151, 0, "unrestricted"): [0, 17, 21, 25, 30, 35, 44, 52, 63, 82, 104, 127, 164, 230, 383, 575],
}


def du(u, L):
    q = next(q for q in range(L) if q * u % L == 1)
    return q if q < L / 2 else L - q


def restricted(u, L, N, kind):
    """C_v of a restricted set."""
    d = du(u, L)
    two = three = (0, 0)
    if kind == "typeA":
        if N <= d < L / 3:
            ns = d // N
            ds = 2 * d + ns * N
            ng = L // ds
            last = max((L - 2 * d - ng * ds) // N, 0)
        elif L / 3 <= d <= (L - N) / 2:
            ns = (L - 2 * d) // N
            ds = L - 2 * d + ns * N
            ng = d // ds
            last = min(max((d - ng * ds) // N, 0), ns)
        else:
            return []
    else:
        if N <= d < L / 5:
            ns = d // N
            ds = 4 * d + ns * N
            ng = L // ds
            last = max((L - 4 * d - ng * ds) // N, 0)
        elif L / 5 <= d <= (L - N) / 4:
            ns = (L - 4 * d) // N
            ds = L - 4 * d + ns * N
            ng = d // ds
            last = min(max((d - ng * ds) // N, 0), ns)
        elif (L + N) / 4 <= d < 2 * L / 7:
            ns = (4 * d - L) // N
            ds = 4 * d - L + ns * N
            ng = d // ds
            last = max((L - 3 * d - ng * ds) // N, 0)
            n2 = min(d - ng * ds, 4 * d - L - last * N) // N
            n3 = ((1 - min(1, last)) * (d - ng * ds) + min(1, last) * (4 * d - L - last * N)) // N - n2
            two = (L - 3 * d + ng * ds + last * N, n2)
            three = (L - 2 * d + ng * ds + n2 * N, n3)
        elif 2 * L / 7 <= d <= (L - N) / 3:
            ns = (L - 3 * d) // N
            ds = L - 3 * d + ns * N
            ng = d // ds
            last = max((4 * d - L - ng * ds) // N, 0)
            two = (d + ng * ds + last * N, min(d - ng * ds, L - 3 * d - last * N) // N)
        elif (L + N) / 3 <= d < 2 * L / 5:
            ns = (3 * d - L) // N
            ds = 3 * d - L + ns * N
            ng = d // ds
            last = max((L - 2 * d - ng * ds) // N, 0)
        elif 2 * L / 5 <= d <= (L - N) / 2:
            ns = (L - 2 * d) // N
            ds = 2 * (L - 2 * d) + ns * N
            ng = (L - d) // ds
            last = max((3 * d - L - ng * ds) // N, 0)
        else:
            return []
    w = ns * ng + last
    return (
        [ds * (v // ns) + v % ns * N for v in range(w)]
        + [two[0] + v * N for v in range(max(two[1], 0))]
        + [three[0] + v * N for v in range(max(three[1], 0))]
    )


def shifts(u, L, N, kind):
    if kind != "unrestricted":
        return restricted(u, L, N, kind)
    return [v * N for v in range(L // N)] if N else [0]


def check_windows():
    """What restricted sets are for: the windows of all shifts, and where 1 (A) or 1 and 2 (B) subcarriers of offset put them, are disjoint."""
    worst = 0
    for kind, multiples in (("typeA", (-1, 0, 1)), ("typeB", (-2, -1, 0, 1, 2))):
        for spacing in (1250, 5000):
            for N in NCS[839, spacing, kind]:
                if N is None:
                    continue
                for u in range(1, 839):
                    used = np.zeros(839, int)
                    d = du(u, 839)
                    for c in restricted(u, 839, N, kind):
                        for m in multiples:
                            used[(np.arange(c, c + N) + m * d) % 839] += 1
                    worst = max(worst, used.max())
                    assert used.max() <= 1, (kind, N, u)
    assert worst == 1


def preambles(L, spacing, kind, index, zone):
    N = NCS[L, spacing if L == 839 else 0, kind][zone]
    found = []
    if N is None:
        return None
    for i in range(L - 1):
        u = root((index + i) % (L - 1), L)
        found += [(u, c) for c in shifts(u, L, N, kind)]
        if len(found) >= 64:
            return found[:64]
    return None


def frequency(u, c, L):
    n = np.arange(L)
    x = np.exp(-1j * np.pi * u * n * (n + 1) / L)
    return np.fft.fft(x[(n + c) % L])


def print_sets():
    kinds = ["unrestricted", "typeA", "typeB"]
    for _ in range(160):
        L, spacing = [(839, 1250), (839, 1250), (839, 5000), (139, 15000), (571, 30000), (1151, 15000)][rng.integers(6)]
        kind = kinds[rng.integers(3)] if L == 839 else "unrestricted"
        index, zone = int(rng.integers(L - 1)), int(rng.integers(16))
        result = preambles(L, spacing, kind, index, zone)
        text = "none" if result is None else " ".join(f"{u},{c}" for u, c in result)
        print("set", L, spacing, kind, index, zone, text)


def print_sequences():
    for _ in range(120):
        L = [139, 571, 839, 1151][rng.integers(4)]
        u, c = int(rng.integers(1, L)), int(rng.integers(L))
        y = frequency(u, c, L)
        k = np.arange(L)
        total = np.sum(y * ((k % 7 - 3) + 1j * (k % 5 - 2)))
        places = sorted(rng.choice(L, 5, replace=False))
        print("sequence", L, u, c, *(f"{z.real:.5f},{z.imag:.5f}" for z in [total, *y[places]]), *places)


FORMATS = {  # tables 6.3.3.1-1 and 6.3.3.1-2: N_u and N_CP in samples of 30.72 MHz for µ = 0
    "0": (24576, 3168), "1": (2 * 24576, 21024), "2": (4 * 24576, 4688), "3": (4 * 6144, 3168), "A1": (2 * 2048, 288), "A2": (4 * 2048, 576),
    "A3": (6 * 2048, 864), "B1": (2 * 2048, 216), "B2": (4 * 2048, 360), "B3": (6 * 2048, 504), "B4": (12 * 2048, 936), "C0": (2048, 1240),
    "C2": (4 * 2048, 2048),
}
BLOCKS = {  # table 6.3.3.2-1: N_RB^RA and k̄ of length, PRACH spacing and PUSCH spacing
    (839, 1250, 15): (6, 7), (839, 1250, 30): (3, 1), (839, 1250, 60): (2, 133), (839, 5000, 15): (24, 12), (839, 5000, 30): (12, 10),
    (839, 5000, 60): (6, 7), (139, 15000, 15): (12, 2), (139, 15000, 30): (6, 2), (139, 15000, 60): (3, 2), (139, 30000, 15): (24, 2),
    (139, 30000, 30): (12, 2), (139, 30000, 60): (6, 2), (139, 60000, 60): (12, 2), (139, 60000, 120): (6, 2), (139, 120000, 60): (24, 2),
    (139, 120000, 120): (12, 2), (571, 30000, 15): (96, 2), (571, 30000, 30): (48, 2), (571, 30000, 60): (24, 2), (571, 120000, 120): (48, 2),
    (1151, 15000, 15): (96, 1), (1151, 15000, 30): (48, 1), (1151, 15000, 60): (24, 1), (1151, 120000, 120): (97, 6),
}
MU = {1250: 0, 5000: 0, 15000: 0, 30000: 1, 60000: 2, 120000: 3}


def durations(name, spacing):
    nu, cp = FORMATS[name]
    return (nu, cp) if name in "0123" else (nu >> MU[spacing], cp >> MU[spacing])


def print_waveforms():
    """Samples of s(t) of §5.3.2 from the sum that defines it, with t_start = 0 and β = 1."""
    combinations = list(BLOCKS)
    for number in range(140):
        L, spacing, pusch = combinations[number % len(combinations)]
        if L == 839:
            name = "3" if spacing == 5000 else "012"[rng.integers(3)]
        else:
            name = ["A1", "A2", "A3", "B1", "B2", "B3", "B4", "C0", "C2"][rng.integers(9)]
        n_rb, k_bar = BLOCKS[L, spacing, pusch]
        grid = int(rng.integers(n_rb + 1, min(275, max(n_rb + 8, 110))))
        grid_start = int(rng.integers(0, 50))
        bwp = grid_start + int(rng.integers(0, grid - n_rb))
        free = grid - n_rb - (bwp - grid_start)
        start = int(rng.integers(0, max(1, free)))
        index = int(rng.integers(0, min(8, max(1, (free - start) // n_rb + 1))))
        extension = 0 if L == 839 else int(rng.integers(0, 3))
        k1 = (bwp - grid_start) * 12 - grid * 6 + start * 12 + index * n_rb * 12
        offset = pusch * 1000 * k1 / spacing + k_bar
        assert offset == int(offset)
        # The smallest rates of 1.92 MHz · 2^n in which the grid and the prefix fit.
        rate = 1920000
        while rate < grid * 12 * pusch * 1000 or 30720000 % rate and rate % 30720000 or durations(name, spacing)[1] * rate % 30720000 \
                or 16 * extension * rate % 30720000:
            rate *= 2
        u, c = int(rng.integers(1, L)), int(rng.integers(L))
        y = frequency(u, c, L)
        nu, cp = durations(name, spacing)
        cp += 16 * extension
        count, cp_count = (nu + cp) * rate // 30720000, cp * rate // 30720000
        places = sorted([0, cp_count, count - 1, *(int(p) for p in rng.integers(0, count, 5))])
        k = np.arange(L)
        values = [np.sum(y * np.exp(2j * np.pi * (k + offset) * spacing * (t - cp_count) / rate)) / L for t in places]
        print("waveform", name, L, spacing, pusch, grid_start, grid, bwp, start, index, extension, rate, u, c, int(offset), count,
              *(f"{p},{v.real:.5f},{v.imag:.5f}" for p, v in zip(places, values)))


def symbol_start(l, mu):
    """t_start,l of §5.3.1 in samples of 30.72 MHz, l counted from a subframe's start."""
    t = 0
    for i in range(l):
        t += (2048 >> mu) + (144 >> mu) + (16 if i in (0, 7 << mu) else 0)
    return t


def occasions(spectrum, row, spacing):
    """(start in the frame, n, format) of §5.3.2 in samples of 30.72 MHz."""
    name, _, _, slots, l0, slot_count, n_t, duration = row
    mu, result = MU[spacing], []
    for slot in slots:
        subframe, inner = (slot // 4, slot % 4) if spectrum == "fr2" else (slot, 0)
        if spacing in (1250, 5000):
            result.append((subframe * 30720 + symbol_start(l0, 0), 0, name))
            continue
        n_slots = [0] if spacing in (15000, 60000) else [1] if slot_count == 1 else [0, 1]
        for n_slot in n_slots:
            for t in range(n_t):
                own = name if "/" not in name else name.split("/")[1 if t == n_t - 1 else 0]
                l = l0 + t * duration + 14 * n_slot
                # The symbol in the subframe, whose first and middle symbols have the longer prefix.
                begin = symbol_start(l + (inner * 14 << (mu - 2) if spectrum == "fr2" else 0), mu)
                nu, cp = durations(own, spacing)
                n = sum(begin <= point < begin + nu + cp for point in (0, 15360))
                result.append((subframe * 30720 + begin, n, own))
    return result


def print_rows():
    for spectrum, rows in (("fr1Paired", FR1_PAIRED_ROWS), ("fr1Unpaired", FR1_UNPAIRED_ROWS), ("fr2", FR2_ROWS)):
        for index, row in enumerate(rows):
            name, x, y, slots, *rest = row
            print("row", spectrum, index, name, x, ",".join(map(str, y)), ",".join(map(str, slots)), *rest)
    for spectrum, rows, spacings in (("fr1Paired", FR1_PAIRED_ROWS, (15000, 30000)), ("fr1Unpaired", FR1_UNPAIRED_ROWS, (15000, 30000)),
                                     ("fr2", FR2_ROWS, (60000, 120000))):
        for index in sorted(rng.choice(len(rows), 60, replace=False)):
            name = rows[index][0]
            spacing = 5000 if name == "3" else 1250 if name in "012" else spacings[rng.integers(2)]
            result = occasions(spectrum, rows[index], spacing)
            print("occasions", spectrum, index, spacing, *(f"{t},{n},{f}" for t, n, f in result))


if __name__ == "__main__":
    check_windows()
    for L in (139, 571, 839, 1151):
        print("roots", L, *(root(i, L) for i in range(L - 1)))
    print_sets()
    print_sequences()
    print_waveforms()
    print_rows()
