#include "ledger/authoring/canonical_files.h"

#include "ledger/codec/codec.h"
#include "ledger/text/yaml_write.h"

namespace betledger::ledger {

std::string export_tree(const Book& book) {
  return write_yaml(encode_tree(book.tree));
}

std::string export_bets(const Book& book, const std::string& cycle) {
  return write_yaml(encode_bets(book.sheet(cycle), &book.tree));
}

}  // namespace betledger::ledger
