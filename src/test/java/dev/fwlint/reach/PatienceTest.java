package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.source.SourceFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void aPacketThatEntersFewChainsIsFollowedWhateverWasLookedAtBefore()
      throws PacketFormatException {
    String rules =
        """
        *filter
        :FORWARD DROP
        :guests -
        -A FORWARD -i eth1 -j guests
        -A guests -p tcp --dport 80 -j ACCEPT
        COMMIT
        """;
    Firewall firewall = Linter.load(new SourceFile("rules", rules), Optional.of(Family.IPV4));
    Program.of(firewall).patience.spend(Integer.MAX_VALUE);
    Map<String, Object> packet =
        Map.of(
            "hook", "forward", "in", "eth1", "out", "eth0", "src", "192.0.2.7", "dst", "10.0.0.2");
    assertTrue(Passage.of(firewall).admits(PacketFields.packet(packet), "eth0"));
  }
}
