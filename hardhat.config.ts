import { fileURLToPath } from 'node:url'
import hardhatIgnitionViem from '@nomicfoundation/hardhat-ignition-viem'
import hardhatMocha from '@nomicfoundation/hardhat-mocha'
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers'
import hardhatVerify from '@nomicfoundation/hardhat-verify'
import hardhatViem from '@nomicfoundation/hardhat-viem'
import hardhatViemAssertions from '@nomicfoundation/hardhat-viem-assertions'
import { configVariable, defineConfig } from 'hardhat/config'

/** The compiler is the npm package itself: nothing is downloaded at build time. */
const solcjs = fileURLToPath(import.meta.resolve('solc/soljson.js'))

const compiler = {
  version: '0.8.37',
  path: solcjs,
  settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'cancun' },
}

export default defineConfig({
  plugins: [
    hardhatViem,
    hardhatViemAssertions,
    hardhatNetworkHelpers,
    hardhatMocha,
    hardhatIgnitionViem,
    hardhatVerify,
  ],
  solidity: {
    splitTestsCompilation: true,
    profiles: { default: compiler, production: compiler },
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
  },
  paths: {
    sources: './contracts',
    tests: { mocha: './test/integration', solidity: './test/solidity' },
    ignition: './scripts/deploy',
  },
  networks: {
    default: { type: 'edr-simulated', chainType: 'l1', chainId: 31337, hardfork: 'cancun' },
    local: { type: 'http', chainType: 'l1', url: 'http://127.0.0.1:8545' },
    mainnet: {
      type: 'http',
      chainType: 'l1',
      url: configVariable('MAINNET_RPC_URL'),
      accounts: [configVariable('DEPLOYER_PRIVATE_KEY')],
    },
    sepolia: {
      type: 'http',
      chainType: 'l1',
      url: configVariable('SEPOLIA_RPC_URL'),
      accounts: [configVariable('DEPLOYER_PRIVATE_KEY')],
    },
  },
  test: {
    solidity: {
      profiles: {
        default: {
          fuzz: { runs: 256, seed: '0x7a11' },
          invariant: { runs: 32, depth: 64, failOnRevert: true },
        },
        deep: {
          fuzz: { runs: 5000, seed: '0x7a11' },
          invariant: { runs: 256, depth: 128, failOnRevert: true },
        },
      },
    },
  },
})
