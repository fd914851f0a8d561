package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Counters.Place;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** What nf_tables has counted (linux/netfilter/nf_tables.h). */
final class NftCounting implements Counting {
  private static final int NF_TABLES = 10 << 8;
  private static final int GET_CHAINS = NF_TABLES | 4;
  private static final int GET_RULES = NF_TABLES | 7;

  private static final int CHAIN_TABLE = 1;
  private static final int CHAIN_NAME = 3;
  private static final int CHAIN_HOOK = 4;
  private static final int CHAIN_COUNTERS = 8;
  private static final int RULE_TABLE = 1;
  private static final int RULE_CHAIN = 2;
  private static final int RULE_EXPRESSIONS = 4;
  private static final int EXPRESSION_NAME = 1;
  private static final int EXPRESSION_DATA = 2;
  private static final int COUNTER_PACKETS = 2;
  private static final int TARGET_NAME = 1;

  private final Netlink netlink = new Netlink();
  private final int family;

  NftCounting(Family family) {
    this.family =
        switch (family) {
          case IPV4 -> RawSocket.AF_INET;
          case IPV6 -> RawSocket.AF_INET6;
        };
  }

  @Override
  public Counters read() {
    Counters counters = Counters.none();
    for (Map<Integer, ByteBuffer> chain : netlink.dump(GET_CHAINS, family)) {
      if (chain.containsKey(CHAIN_HOOK)) {
        long packets = chain.containsKey(CHAIN_COUNTERS) ? packets(chain.get(CHAIN_COUNTERS)) : 0;
        counters.policies().put(place(chain, CHAIN_TABLE, CHAIN_NAME, 0), packets);
      }
    }
    Map<Place, Integer> sizes = new HashMap<>();
    for (Map<Integer, ByteBuffer> rule : netlink.dump(GET_RULES, family)) {
      Place chain = place(rule, RULE_TABLE, RULE_CHAIN, 0);
      int index = sizes.merge(chain, 1, Integer::sum);
      Place place = new Place(chain.table(), chain.chain(), index);
      Netlink.list(rule.get(RULE_EXPRESSIONS)).forEach(e -> expression(place, e, counters));
    }
    return counters;
  }

  private static Place place(Map<Integer, ByteBuffer> attributes, int table, int chain, int index) {
    return new Place(
        Netlink.text(attributes.get(table)), Netlink.text(attributes.get(chain)), index);
  }

  private static void expression(Place rule, ByteBuffer bytes, Counters counters) {
    Map<Integer, ByteBuffer> expression = Netlink.attributes(bytes);
    switch (Netlink.text(expression.get(EXPRESSION_NAME))) {
      case "counter" -> counters.rules().put(rule, packets(expression.get(EXPRESSION_DATA)));
      case "reject" -> counters.rejecting().add(rule);
      case "target" -> {
        ByteBuffer name = Netlink.attributes(expression.get(EXPRESSION_DATA)).get(TARGET_NAME);
        if (Netlink.text(name).equals("REJECT")) {
          counters.rejecting().add(rule);
        }
      }
      default -> {}
    }
  }

  private static long packets(ByteBuffer counter) {
    return Netlink.attributes(counter).get(COUNTER_PACKETS).getLong(0);
  }

  @Override
  public void close() {
    netlink.close();
  }
}
