package dev.fwlint.cli;

import dev.fwlint.parse.InputKind;
import dev.fwlint.source.Inputs;
import dev.fwlint.source.Inputs.Input;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.UnreadableException;
import java.util.ArrayList;
import java.util.List;

/**
 * What could be read of the inputs.
 *
 * @param incomplete whether a file that the user named could not be used
 */
record ReadInputs(List<SourceFile> sources, boolean incomplete) {

  /** Reads all inputs, and says of each named one that is of no use why. */
  static ReadInputs read(List<Input> inputs) {
    List<SourceFile> sources = new ArrayList<>();
    boolean incomplete = false;
    for (Input input : inputs) {
      try {
        SourceFile source = Inputs.read(input);
        if (InputKind.isRestoreText(source)) {
          sources.add(source);
        } else if (input.named()) {
          incomplete = true;
          boolean empty = source.text().isBlank();
          tell(input, empty ? "it is empty" : "it holds nothing that iptables-save writes");
        }
      } catch (UnreadableException unreadable) {
        if (input.named()) {
          incomplete = true;
          tell(input, unreadable.getMessage());
        }
      }
    }
    return new ReadInputs(List.copyOf(sources), incomplete);
  }

  private static void tell(Input input, String why) {
    Messages.error((input.isStandardInput() ? "standard input" : input.name()) + ": " + why);
  }

  /** Of folders nothing has been said yet. */
  void tellNothing(List<String> paths) {
    if (!incomplete) {
      Messages.error("no ruleset was found in " + String.join(", ", paths));
    }
  }
}
