package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.IpSetReader;
import dev.fwlint.model.IpSets;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Reach.Answer;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Tracer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Small random rulesets over a small world, of which every packet can be traced: a step is dead for
 * the engine exactly when no packet of the world hits it in a trace.
 */
class ReachAgreesWithTraceTest {
  /** More by hand: {@code -Drulesets=5000}. */
  private static final int RULESETS = Integer.getInteger("rulesets", 100);

  private static final String[] NETS = {"10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "192.0.2.0/24"};
  private static final String[] ADDRESSES = {
    "10.1.2.3", "10.1.9.9", "10.9.9.9", "192.0.2.7", "203.0.113.5"
  };
  private static final String SETS =
      """
      create nets hash:net
      add nets 10.0.0.0/8
      add nets 10.1.0.0/16 nomatch
      add nets 10.1.2.3
      create pairs hash:ip,port
      add pairs 192.0.2.7,tcp:80
      add pairs 10.1.2.3,udp:22
      add pairs 10.9.9.9,tcp:443
      create devices hash:net,iface
      add devices 10.0.0.0/8,eth0
      add devices 10.1.0.0/16,br0
      create ports bitmap:port range 0-1024
      add ports 80-90
      create all list:set
      add all nets
      add all pairs
      """;
  private static final String[] QUESTIONS = {
    "nets src",
    "nets src,dst",
    "pairs src,dst",
    "pairs src",
    "devices src,src",
    "ports dst",
    "all src,dst"
  };
  private static final int[] SENT_TO = {22, 80, 85, 443};
  private static final String[] PORTS = {"22", "80", "80:90"};

  @Test
  void deadIsWhatNoPacketHits() throws PacketFormatException, FactsFormatException {
    IpSets sets = IpSetReader.read(new SourceFile("sets", SETS));
    Facts facts = Facts.NONE.withSets(Optional.of(sets));
    long seed = 20_260_101L;
    List<Packet> world = world();
    for (int i = 0; i < RULESETS; i++) {
      String text = new Rulesets(new Random(seed + i)).make();
      SourceFile source = new SourceFile("seed " + (seed + i), text);
      Firewall firewall = Linter.load(source, Optional.of(Family.IPV4), facts);
      if (!firewall.problems().isEmpty()) {
        continue;
      }
      Set<String> hit = hit(firewall, world);
      Set<String> alive = new HashSet<>();
      Reach reach = Reach.of(firewall);
      firewall
          .steps()
          .forEach(step -> {
            if (!(reach.hit(step) instanceof Answer.Dead)) {
              alive.add(step.path());
            }
          });
      assertEquals(hit, alive, () -> source.name() + "\n" + text);
    }
  }

  private static Set<String> hit(Firewall firewall, List<Packet> world) {
    Tracer tracer = new Tracer(firewall);
    Set<String> hit = new HashSet<>();
    long all = firewall.steps().count();
    for (Packet packet : world) {
      tracer.trace(packet).hits().map(Step::path).forEach(hit::add);
      if (hit.size() == all) {
        break;
      }
    }
    return hit;
  }

  /** Every packet that the rulesets can tell apart. */
  private static List<Packet> world() throws PacketFormatException {
    List<Packet> packets = new ArrayList<>();
    for (String hook : List.of("forward", "input", "output")) {
      for (String in :
          hook.equals("output") ? List.of("") : List.of("eth0", "br0", "br1", "lo", "x0")) {
        for (String out : hook.equals("input") ? List.of("") : List.of("eth0", "br0", "x0")) {
          for (String source : ADDRESSES) {
            for (String destination : ADDRESSES) {
              for (int kind = 0; kind < 120; kind++) {
                Map<String, Object> json = json(hook, in, out, source, destination, kind);
                packets.add(PacketFields.packet(json));
                if (json.get("state").equals("ESTABLISHED")) {
                  translated(json, packets);
                }
              }
            }
          }
        }
      }
    }
    return packets;
  }

  /** The rulesets ask for no destination where a packet is not translated yet, but for ports. */
  private static void translated(Map<String, Object> json, List<Packet> packets)
      throws PacketFormatException {
    for (int port : SENT_TO) {
      if (!json.get("dport").equals(port)) {
        Map<String, Object> other = new LinkedHashMap<>(json);
        other.put("orig_dport", port);
        packets.add(PacketFields.packet(other));
      }
    }
  }

  private static Map<String, Object> json(
      String hook, String in, String out, String source, String destination, int kind) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hook", hook);
    json.put("in", in);
    json.put("out", out);
    json.put("src", source);
    json.put("dst", destination);
    json.put("proto", kind % 2 == 0 ? "tcp" : "udp");
    json.put("dport", SENT_TO[kind / 2 % 4]);
    json.put(
        "state",
        new String[] {"NEW", "ESTABLISHED", "INVALID", "UNTRACKED", "RELATED"}[kind / 8 % 5]);
    json.put("mark", kind / 40);
    return json;
  }

  /** Makes rulesets. */
  private static final class Rulesets {
    private final Random random;

    Rulesets(Random random) {
      this.random = random;
    }

    String make() {
      StringBuilder text =
          new StringBuilder("*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n");
      rules(text, "PREROUTING", random.nextInt(3), "ACCEPT", "DROP", "NOTRACK");
      text.append("COMMIT\n*mangle\n");
      for (String chain : List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING")) {
        text.append(":").append(chain).append(" ACCEPT [0:0]\n");
      }
      rules(
          text,
          "PREROUTING",
          random.nextInt(3),
          "MARK --set-mark 1",
          "MARK --set-mark 2",
          "ACCEPT",
          "DROP");
      text.append("COMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n");
      text.append(":OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n");
      text.append(random.nextBoolean() ? ":INPUT ACCEPT [0:0]\n" : ":INPUT DROP [0:0]\n");
      text.append(":FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:a - [0:0]\n:b - [0:0]\n");
      String[] all = {"ACCEPT", "DROP", "RETURN", "LOG", "a", "b", "ACCEPT", "DROP"};
      rules(text, "INPUT", 1 + random.nextInt(5), all);
      rules(text, "FORWARD", 1 + random.nextInt(6), all);
      rules(text, "a", 1 + random.nextInt(4), "ACCEPT", "DROP", "RETURN", "LOG", "b");
      rules(text, "b", 1 + random.nextInt(4), "ACCEPT", "DROP", "RETURN", "LOG");
      return text.append("COMMIT\n").toString();
    }

    private void rules(StringBuilder text, String chain, int count, String... targets) {
      for (int i = 0; i < count; i++) {
        String target = targets[random.nextInt(targets.length)];
        boolean goes = target.length() == 1 && random.nextInt(4) == 0;
        text.append("-A ").append(chain).append(conditions(chain, target));
        text.append(goes ? " -g " : " -j ").append(target).append('\n');
      }
    }

    private String conditions(String chain, String target) {
      StringBuilder text = new StringBuilder();
      if (random.nextInt(3) == 0) {
        text.append(not()).append(" -s ").append(NETS[random.nextInt(NETS.length)]);
      }
      if (random.nextInt(4) == 0 && !chain.equals("PREROUTING")) {
        text.append(not()).append(" -d ").append(NETS[random.nextInt(NETS.length)]);
      }
      if (random.nextInt(4) == 0) {
        text.append(not()).append(" -i ").append(random.nextBoolean() ? "eth0" : "br+");
      }
      if (random.nextInt(5) == 0 && chain.equals("FORWARD")) {
        text.append(not()).append(" -o br0");
      }
      if (random.nextInt(4) == 0) {
        text.append(" -p ").append(random.nextBoolean() ? "tcp -m tcp" : "udp -m udp");
        text.append(not()).append(" --dport ").append(PORTS[random.nextInt(PORTS.length)]);
      }
      if (random.nextInt(4) == 0) {
        text.append(" -m conntrack").append(not()).append(" --ctstate ");
        text.append(new String[] {"NEW", "ESTABLISHED", "INVALID,UNTRACKED"}[random.nextInt(3)]);
      }
      if (random.nextInt(4) == 0) {
        String question = QUESTIONS[random.nextInt(QUESTIONS.length)];
        text.append(" -m set").append(not()).append(" --match-set ").append(question);
      }
      boolean beforeMarks = chain.equals("PREROUTING") || target.startsWith("MARK");
      if (random.nextInt(6) == 0 && !beforeMarks) {
        text.append(" -m mark").append(not()).append(" --mark ").append(1 + random.nextInt(2));
      }
      return text.toString();
    }

    private String not() {
      return random.nextInt(3) == 0 ? " !" : "";
    }
  }
}
