package dev.fwlint.kernel;

import java.util.Random;

/** Writes the targets of random rules: those that are at home in a table, and in a chain of it. */
final class Targets {
  private final Random random;
  private final boolean v6;

  Targets(Random random, boolean v6) {
    this.random = random;
    this.v6 = v6;
  }

  /** A target that does more than decide; with a {@code -p} of its own where it needs one. */
  String of(String table, String chain) {
    return switch (table) {
      case "raw" -> raw(chain);
      case "mangle" -> random.nextBoolean() ? marks() : mangle(chain);
      case "nat" -> nat(chain);
      case "filter" -> filter(chain);
      default -> one(" -j LOG", " -j NFLOG", " -j MARK --set-mark 0x1");
    };
  }

  private String raw(String chain) {
    return one(
        " -j CT --notrack",
        " -j NOTRACK",
        " -j MARK --set-mark 0x1",
        " -j TRACE",
        " -p tcp -j CT --helper ftp",
        " -j CT --ctevents new");
  }

  private String marks() {
    return one(
        " -j MARK --set-xmark 0x2/0x3",
        " -j MARK --set-mark 0x10/0xf0",
        " -j MARK --or-mark 0x4",
        " -j MARK --and-mark 0x6",
        " -j MARK --xor-mark 0x5",
        " -j CONNMARK --set-mark 0x1",
        " -j CONNMARK --set-xmark 0x4/0x6",
        " -j CONNMARK --save-mark",
        " -j CONNMARK --save-mark --nfmask 0x3 --ctmask 0xf",
        " -j CONNMARK --restore-mark",
        " -j CONNMARK --restore-mark --nfmask 0xf --ctmask 0xf",
        " -j CONNMARK --restore-mark --mask 0x2");
  }

  private String mangle(String chain) {
    String ttl =
        v6
            ? one("HL --hl-dec 1", "HL --hl-set 1", "HL --hl-inc 5")
            : one("TTL --ttl-inc 1", "TTL --ttl-set 1", "TTL --ttl-dec 2");
    boolean late = chain.matches("FORWARD|OUTPUT|POSTROUTING");
    return one(
        " -j " + ttl,
        " -j " + ttl,
        " -j TOS --set-tos 0x10",
        " -j DSCP --set-dscp 10",
        " -j CHECKSUM --checksum-fill",
        late ? " -j CLASSIFY --set-class 1:2" : " -j NFLOG",
        " -p tcp --syn -j TCPMSS --set-mss 1200",
        " -p tcp -j TCPOPTSTRIP --strip-options 2",
        " -j HMARK --hmark-tuple src,dst --hmark-mod 5 --hmark-rnd 1",
        " -j NFLOG --nflog-group 3",
        v6 ? " -j LOG" : " -p tcp -j ECN --ecn-tcp-remove",
        chain.equals("PREROUTING") ? " -p udp -j TPROXY --on-port 5 --tproxy-mark 1" : "");
  }

  private String filter(String chain) {
    boolean proxied = chain.matches("INPUT|FORWARD");
    return one(
        " -j REJECT",
        " -p tcp -j REJECT --reject-with tcp-reset",
        v6
            ? " -j REJECT --reject-with icmp6-adm-prohibited"
            : " -j REJECT --reject-with icmp-host-prohibited",
        " -j LOG --log-prefix x",
        " -j NFLOG",
        " -j AUDIT --type drop",
        " -j NFQUEUE --queue-num 3",
        " -j MARK --set-mark 0x1",
        proxied ? " -p tcp -j SYNPROXY --mss 1460" : "");
  }

  private String nat(String chain) {
    return switch (chain) {
      case "PREROUTING", "OUTPUT" -> random.nextInt(4) == 0 ? redirect() : destination();
      case "POSTROUTING" -> random.nextBoolean() ? masquerade() : source();
      case "INPUT" -> source();
      default -> " -j RETURN";
    };
  }

  private String destination() {
    String to = v6 ? "[fd00:2::2]" : "10.2.0.2";
    String plain = v6 ? "fd00:2::2" : to;
    return one(
        " -j DNAT --to-destination " + plain,
        v6 ? " -j NETMAP --to fd00:3::/64" : " -j NETMAP --to 10.3.0.0/24",
        " -p tcp -j DNAT --to-destination " + to + ":81",
        " -p udp -j DNAT --to-destination :53-60",
        " -p tcp -j DNAT --to-destination " + to + ":1000-1010/80",
        " -p tcp -j DNAT --to-destination " + to + ":1000-1010 --random",
        v6
            ? " -j DNAT --to-destination fd00:2::2-fd00:2::9 --persistent"
            : " -j DNAT --to-destination 10.2.0.2-10.2.0.9",
        v6 ? " -j DNAT --to-destination fd00:1::5" : " -j DNAT --to-destination 127.0.0.9");
  }

  private String redirect() {
    return one(
        " -j REDIRECT",
        " -p tcp -j REDIRECT --to-ports 81",
        " -p udp -j REDIRECT --to-ports 1000-1010",
        " -p tcp -j REDIRECT --to-ports 79-90 --random");
  }

  private String masquerade() {
    return one(
        " -j MASQUERADE",
        " -j MASQUERADE --random",
        " -p tcp -j MASQUERADE --to-ports 1024-2048",
        " -p udp -j MASQUERADE --to-ports 40000");
  }

  private String source() {
    String to = v6 ? "[fd00:9::9]" : "10.9.9.9";
    String plain = v6 ? "fd00:9::9" : to;
    return one(
        " -j SNAT --to-source " + plain,
        " -p tcp -j SNAT --to-source " + to + ":79-90",
        " -p udp -j SNAT --to-source " + to + ":1000-2000 --random",
        v6
            ? " -j SNAT --to-source fd00:9::9-fd00:9::12"
            : " -j SNAT --to-source 10.9.9.9-10.9.9.12",
        v6 ? " -j NETMAP --to fd00:4::/64" : " -j NETMAP --to 10.4.0.0/24");
  }

  private String one(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
