package dev.fwlint.extension;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** IPv6 addresses as inet_pton(3) reads them: RFC 4291, section 2.2. */
final class V6 {
  private V6() {}

  static Optional<Address> parse(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(groups -> groups.length == 8).map(groups -> address(groups, 8));
    }
    Optional<int[]> before = groups(text.substring(0, gap));
    Optional<int[]> after = groups(text.substring(gap + 2));
    if (before.isEmpty() || after.isEmpty() || before.get().length + after.get().length > 7) {
      return Optional.empty();
    }
    int[] all = new int[8];
    System.arraycopy(before.get(), 0, all, 0, before.get().length);
    int behind = after.get().length;
    System.arraycopy(after.get(), 0, all, 8 - behind, behind);
    return endsInDots(text.substring(0, gap)) ? Optional.empty() : Optional.of(address(all, 8));
  }

  private static boolean endsInDots(String text) {
    return text.indexOf('.') >= 0;
  }

  /**
   * As inet_ntop(3): the longest run of zero groups as {@code ::}, and an IPv4 address behind
   * nothing but zeros, or those and {@code ffff}, with dots.
   */
  static String text(long high, long low) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4))) & 0xffff;
    }
    int[] gap = longestZeros(groups);
    boolean dotted = gap[0] == 0 && (gap[1] == 6 || (gap[1] == 5 && groups[5] == 0xffff));
    int groupsAtEnd = dotted ? 6 : 8;
    String end = groups(groups, gap[0] + gap[1], groupsAtEnd);
    String hexadecimal =
        gap[1] == 0 ? groups(groups, 0, 8) : groups(groups, 0, gap[0]) + "::" + end;
    boolean colon = dotted && !end.isEmpty();
    return dotted ? hexadecimal + (colon ? ":" : "") + V4.text(low & 0xffff_ffffL) : hexadecimal;
  }

  private static String groups(int[] groups, int from, int to) {
    return Arrays.stream(groups, from, Math.max(from, to))
        .mapToObj(Integer::toHexString)
        .collect(Collectors.joining(":"));
  }

  /** Where the first of the longest runs of at least two zeros begins, and how long it is. */
  private static int[] longestZeros(int[] groups) {
    int[] longest = {0, 0};
    int zeros = 0;
    for (int i = 0; i < groups.length; i++) {
      zeros = groups[i] == 0 ? zeros + 1 : 0;
      if (zeros >= 2 && zeros > longest[1]) {
        longest = new int[] {i + 1 - zeros, zeros};
      }
    }
    return longest;
  }

  private static Address address(int[] groups, int count) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < count; i++) {
      if (i < 4) {
        high = high << 16 | groups[i];
      } else {
        low = low << 16 | groups[i];
      }
    }
    return Address.v6(high, low);
  }

  /** The 16-bit groups of a text without {@code ::}; a dotted quad at its end is two of them. */
  private static Optional<int[]> groups(String text) {
    if (text.isEmpty()) {
      return Optional.of(new int[0]);
    }
    String hexadecimal = text;
    int lastColon = text.lastIndexOf(':');
    if (text.indexOf('.', lastColon + 1) >= 0) {
      long quad = quad(text.substring(lastColon + 1));
      if (quad < 0) {
        return Optional.empty();
      }
      hexadecimal = text.substring(0, lastColon + 1) + "%x:%x".formatted(quad >> 16, quad & 0xffff);
    }
    int[] groups = Arrays.stream(hexadecimal.split(":", 10)).mapToInt(V6::group).toArray();
    boolean good = groups.length <= 8 && Arrays.stream(groups).allMatch(group -> group >= 0);
    return good ? Optional.of(groups) : Optional.empty();
  }

  /** One to four hexadecimal digits; -1 for anything else. */
  private static int group(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int group = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      group = group << 4 | digit;
    }
    return group;
  }

  /** Four decimal bytes without leading zeros; -1 for anything else. */
  static long quad(String text) {
    String[] parts = text.split("\\.", 5);
    long quad = 0;
    for (String part : parts) {
      boolean plain =
          !part.isEmpty()
              && part.length() <= 3
              && part.chars().allMatch(c -> c >= '0' && c <= '9')
              && (part.length() == 1 || part.charAt(0) != '0');
      if (!plain || Integer.parseInt(part) > 255) {
        return -1;
      }
      quad = quad << 8 | Integer.parseInt(part);
    }
    return parts.length == 4 ? quad : -1;
  }
}
