// Published account ids of AWS itself. A policy that lets one of them write logs is what the manuals say to
// do.
#include <algorithm>
#include <array>

#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

constexpr std::array<std::string_view, 49> kAccounts{
    "009996457667",  // Elastic Load Balancing eu-west-3
    "027434742980",  // Elastic Load Balancing us-west-1
    "033677994240",  // Elastic Load Balancing us-east-2
    "034638983726",  // CloudTrail me-south-1
    "035351147821",  // CloudTrail eu-central-1
    "037604701340",  // Elastic Load Balancing cn-northwest-1
    "048591011584",  // Elastic Load Balancing us-gov-west-1
    "054676820928",  // Elastic Load Balancing eu-central-1
    "076674570225",  // Elastic Load Balancing me-south-1
    "086441151436",  // CloudTrail us-east-1
    "098369216593",  // Elastic Load Balancing af-south-1
    "113285607260",  // CloudTrail us-west-2
    "114774131450",  // Elastic Load Balancing ap-southeast-1
    "119688915426",  // CloudTrail ap-east-1
    "127311923021",  // Elastic Load Balancing us-east-1
    "156460612806",  // Elastic Load Balancing eu-west-1
    "190560391635",  // Elastic Load Balancing us-gov-east-1
    "193415116832",  // CloudTrail cn-north-1
    "216624486486",  // CloudTrail ap-northeast-1
    "262312530599",  // CloudTrail eu-west-3
    "282025262664",  // CloudTrail eu-west-2
    "284668455005",  // CloudTrail ap-southeast-2
    "383597477331",  // Elastic Load Balancing ap-northeast-3
    "386209384616",  // Billing and Cost Management: cost and usage reports
    "388731089494",  // CloudTrail us-west-1
    "475085895292",  // CloudTrail us-east-2
    "492519147666",  // CloudTrail ap-northeast-2
    "507241528517",  // Elastic Load Balancing sa-east-1
    "582318560864",  // Elastic Load Balancing ap-northeast-1
    "600734575887",  // Elastic Load Balancing ap-northeast-2
    "608710470296",  // CloudTrail us-gov-east-1, us-gov-west-1
    "635631232127",  // Elastic Load Balancing eu-south-1
    "638102146993",  // Elastic Load Balancing cn-north-1
    "652711504416",  // Elastic Load Balancing eu-west-2
    "669305197877",  // CloudTrail eu-south-1
    "681348832753",  // CloudTrail cn-northwest-1
    "718504428378",  // Elastic Load Balancing ap-south-1
    "754344448648",  // Elastic Load Balancing ap-east-1
    "765225791966",  // CloudTrail ap-northeast-3
    "783225319266",  // Elastic Load Balancing ap-southeast-2
    "797873946194",  // Elastic Load Balancing us-west-2
    "814480443879",  // CloudTrail sa-east-1
    "819402241893",  // CloudTrail ca-central-1
    "829690693026",  // CloudTrail eu-north-1
    "859597730677",  // CloudTrail eu-west-1
    "897822967062",  // Elastic Load Balancing eu-north-1
    "903692715234",  // CloudTrail ap-southeast-1
    "977081816279",  // CloudTrail ap-south-1
    "985666609251",  // Elastic Load Balancing ca-central-1
};

}  // namespace

bool is_aws_service_account(std::string_view id) {
  return std::binary_search(kAccounts.begin(), kAccounts.end(), id);
}

}  // namespace rootproof::rules
