package dev.fwlint.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes the matches that few rules have, and those that only some packets decide. */
final class RareMatches {
  private final Random random;
  private final boolean v6;

  RareMatches(Random random, boolean v6) {
    this.random = random;
    this.v6 = v6;
  }

  /** A match that names its protocol. */
  String transport() {
    return one(
        " -p tcp -m tcp --tcp-option 8",
        " -p tcp -m tcp ! --tcp-option 2",
        " -p tcp -m tcpmss --mss 500:1460",
        " -p tcp -m tcpmss ! --mss 1400:1500",
        " -p tcp -m tcp --sport 40000 --dport 80 --tcp-flags ALL SYN",
        " -p tcp -m multiport --sports 1024:65535 -m multiport ! --dports 80,443",
        " -p sctp -m sctp ! --dport 80",
        " -p sctp -m multiport --ports 80,40000",
        " -p dccp -m dccp --sport 40000",
        " -p dccp -m dccp ! --dport 80",
        " -p udplite -m multiport ! --dports 80",
        " -p tcp -m ecn ! --ecn-tcp-ece",
        v6 ? " -p ipv6-icmp -m icmp6 --icmpv6-type 1" : " -p icmp -m icmp --icmp-type any",
        v6 ? " -p ipv6-icmp -m icmp6 --icmpv6-type 135" : " -p icmp -m icmp --icmp-type 13",
        v6 ? " -p 47" : " -p esp -m esp --espspi 1:500",
        v6 ? " -p 89" : " -p ah -m ah ! --ahspi 5",
        " ! -p udp",
        " -p 47");
  }

  String other(String table, String chain) {
    List<String> all = new ArrayList<>(anywhere());
    all.addAll(v6 ? ofHeaders() : List.of());
    all.addAll(ofConnections());
    switch (chain) {
      case "PREROUTING" -> {
        fromOutside(all);
        if (table.equals("raw") || table.equals("mangle")) {
          all.add(" -m rpfilter" + one("", " --invert", " --loose"));
        }
        if (!table.equals("raw")) {
          all.add(" -m socket" + one("", " --transparent"));
        }
      }
      case "INPUT" -> {
        fromOutside(all);
        all.add(" -m cgroup" + not() + "--cgroup 5");
      }
      case "FORWARD" -> {
        fromOutside(all);
        all.add(" -m addrtype" + not() + "--dst-type LOCAL --limit-iface-out");
      }
      case "OUTPUT", "POSTROUTING" -> {
        all.add(" -m owner" + not() + one("--uid-owner 7", "--gid-owner 7", "--socket-exists"));
        all.add(" -m cgroup" + not() + "--cgroup 5");
        all.add(" -m addrtype" + not() + "--src-type LOCAL --limit-iface-out");
      }
      default -> {}
    }
    return one(all.toArray(String[]::new));
  }

  private void fromOutside(List<String> all) {
    all.add(" -m mac" + not() + "--mac-source 06:00:00:00:00:0" + random.nextInt(3));
    all.add(" -m addrtype" + not() + "--src-type UNICAST --limit-iface-in");
  }

  private List<String> anywhere() {
    String range = v6 ? "fd00:1::5-fd00:2::2" : "10.1.0.5-10.2.0.2";
    return List.of(
        " -m iprange" + not() + one("--src-range ", "--dst-range ") + range,
        " -m length" + not() + "--length " + one("40", ":60", "100:", "68:104"),
        " -m addrtype" + not() + "--dst-type " + one("BROADCAST", "MULTICAST", "LOCAL,UNICAST"),
        " -m addrtype" + not() + "--src-type " + one("ANYCAST", "BROADCAST,LOCAL", "UNSPEC"),
        " -m pkttype" + not() + "--pkt-type multicast",
        " -m physdev" + not() + one("--physdev-in eth0", "--physdev-is-in", "--physdev-is-bridged"),
        " -m dscp" + not() + "--dscp 10",
        " -m tos" + not() + "--tos 0x10",
        " -m mark" + not() + "--mark 0x10/0xf0",
        v6 ? " -m hl ! --hl-eq 64" : " -m ttl ! --ttl-eq 64",
        words(),
        " -m statistic --mode nth --every 2 --packet 0",
        " -m string --algo bm --string fwlint",
        " -m recent --name a --set",
        " -m limit --limit 1000/s");
  }

  private String words() {
    return " -m u32"
        + not()
        + "--u32 "
        + (v6
            ? one("6&0xFF=0x6", "4>>16=0:40", "40>>16=80,40000", "7&0xFF=64", "24=0xfd000002")
            : one(
                "6&0xFF=0x6,0x11",
                "0&0xFFFF=40:100",
                "12=0x0a010000:0x0a01ffff&&16&0xFF=0:2",
                "0>>22&0x3C@0>>16=80,40000",
                "0>>22&0x3C@12>>16&0xFF=0x2",
                "4&0x3FFF=0",
                "8>>24=64",
                "0>>24=0x45"));
  }

  private List<String> ofHeaders() {
    return List.of(
        " -m ah" + one("", " --ahspi 5", " ! --ahspi 5"),
        " -m dst" + one("", " --dst-len 8", " ! --dst-len 8"),
        " -m hbh" + one("", " --hbh-len 8", " ! --hbh-len 8"),
        " -m rt" + not() + "--rt-type 0",
        " -m srh" + not() + "--srh-next-hdr 6",
        " -m ipv6header" + not() + "--header " + one("prot", "hop", "frag,prot"),
        " -m ipv6header --soft" + not() + "--header " + one("prot", "hop", "frag,prot"),
        " -m frag --fragid 0:100");
  }

  private List<String> ofConnections() {
    String near = v6 ? "fd00:1::/64" : "10.1.0.0/16";
    return List.of(
        " -m conntrack" + not() + one("--ctorigsrc ", "--ctrepldst ") + near,
        " -m conntrack" + not() + one("--ctorigsrcport ", "--ctrepldstport ") + "40000",
        " -m conntrack" + not() + "--ctreplsrcport 80:81",
        " -m conntrack" + not() + "--ctstatus ASSURED",
        " -m conntrack" + not() + "--ctstatus NONE,SEEN_REPLY",
        " -m conntrack --ctstate NEW,ESTABLISHED"
            + not()
            + "--ctproto 6"
            + not()
            + "--ctorigsrc "
            + near,
        " -m conntrack" + not() + "--ctstate DNAT,SNAT --ctdir " + one("ORIGINAL", "REPLY"),
        " -m helper" + not() + "--helper ftp",
        " -m connlabel" + not() + "--label 3",
        " -m connbytes" + not() + "--connbytes 5:9 --connbytes-dir both --connbytes-mode packets",
        " -m cluster --cluster-total-nodes 2"
            + not()
            + "--cluster-local-node 1 --cluster-hash-seed 7");
  }

  private String not() {
    return random.nextInt(3) == 0 ? " ! " : " ";
  }

  private String one(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
