package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Counters.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What x_tables has counted: a table is one block of entries (linux/netfilter_ipv4/ip_tables.h,
 * linux/netfilter_ipv6/ip6_tables.h). Built-in chains begin where their hooks say and end with
 * their policy; a user chain begins behind an entry with its name.
 */
final class LegacyCounting implements Counting {
  private static final List<String> HOOKS =
      List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
  private static final int GET_INFO = 64;
  private static final int GET_ENTRIES = 65;
  private static final int NAME_BYTES = 32;
  private static final int INFO_BYTES = 84;
  private static final int VALID_HOOKS = 32;
  private static final int BEGINNINGS = 36;
  private static final int POLICIES = 56;
  private static final int SIZE = 80;
  private static final int ENTRIES = 40;
  private static final int TARGET_NAME = 2;
  private static final int TARGET_DATA = 32;

  private final RawSocket socket;
  private final boolean v4;

  /** Where in an entry the offsets of its target and of the next entry, and its counter, are. */
  private final int offsets;

  private final int counter;

  LegacyCounting(Family family) {
    v4 = family == Family.IPV4;
    socket = RawSocket.sendingPackets(family);
    offsets = v4 ? 88 : 140;
    counter = v4 ? 96 : 152;
  }

  @Override
  public Counters read() {
    Counters counters = Counters.none();
    for (String table : tables()) {
      ByteBuffer info = ask(GET_INFO, table, INFO_BYTES);
      int size = info.getInt(SIZE);
      entries(table, info, ask(GET_ENTRIES, table, ENTRIES + size), counters);
    }
    return counters;
  }

  private List<String> tables() {
    String names = v4 ? "ip_tables_names" : "ip6_tables_names";
    try {
      return Files.readAllLines(Path.of("/proc/thread-self/net", names));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private ByteBuffer ask(int question, String table, int bytes) {
    ByteBuffer request = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    request.put(table.getBytes(StandardCharsets.US_ASCII));
    request.putInt(NAME_BYTES, bytes - ENTRIES);
    return ByteBuffer.wrap(socket.ask(v4 ? 0 : 41, question, request.array()))
        .order(ByteOrder.nativeOrder());
  }

  private void entries(String table, ByteBuffer info, ByteBuffer block, Counters counters) {
    Map<Integer, String> beginnings = hooks(info, BEGINNINGS);
    Map<Integer, String> policies = hooks(info, POLICIES);
    String chain = "";
    int index = 0;
    for (int at = 0, next; ENTRIES + at < block.limit(); at = next) {
      int entry = ENTRIES + at;
      next = at + (block.getShort(entry + offsets + 2) & 0xffff);
      int target = entry + (block.getShort(entry + offsets) & 0xffff);
      String name = text(block, target + TARGET_NAME);
      if (beginnings.containsKey(at)) {
        chain = beginnings.get(at);
        index = 0;
      }
      long packets = block.getLong(entry + counter);
      if (name.equals("ERROR")) {
        // before it, the return that ends a user chain, which is no rule
        counters.rules().remove(new Place(table, chain, index));
        chain = text(block, target + TARGET_DATA);
        index = 0;
      } else if (policies.containsKey(at)) {
        counters.policies().put(new Place(table, policies.get(at), 0), packets);
        index = 0;
      } else {
        Place place = new Place(table, chain, ++index);
        counters.rules().put(place, packets);
        if (name.equals("REJECT")) {
          counters.rejecting().add(place);
        }
      }
    }
  }

  private static Map<Integer, String> hooks(ByteBuffer info, int offsets) {
    Map<Integer, String> chains = new HashMap<>();
    for (int hook = 0; hook < HOOKS.size(); hook++) {
      if ((info.getInt(VALID_HOOKS) >> hook & 1) == 1) {
        chains.put(info.getInt(offsets + 4 * hook), HOOKS.get(hook));
      }
    }
    return chains;
  }

  private static String text(ByteBuffer block, int at) {
    int end = at;
    while (block.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    block.get(at, bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    socket.close();
  }
}
